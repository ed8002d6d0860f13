"""The guarded door as others would build it: the same database, the same token, the same answer by size."""
