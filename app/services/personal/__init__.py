"""What is held about a person: given to them, deleted on their wish, thrown away in time."""
