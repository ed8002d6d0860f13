"""How the database is reached: engine, unit of work, embedded server, migrations."""
