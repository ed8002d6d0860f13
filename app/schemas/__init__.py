"""What crosses the wire. Bodies forbid what they do not know; answers have no defaults."""
