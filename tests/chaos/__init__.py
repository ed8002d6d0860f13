"""One fault at a time, on real processes: what a user sees, what is lost, how long it takes to heal."""
