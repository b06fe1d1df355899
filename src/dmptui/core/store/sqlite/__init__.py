"""Resources kept in a SQLite file."""
