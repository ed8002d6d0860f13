"""People: signing up, standing, search, removal."""
