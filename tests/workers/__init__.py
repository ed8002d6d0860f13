"""Several processes of one database."""
