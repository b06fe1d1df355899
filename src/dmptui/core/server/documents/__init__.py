"""The documents of a record: found, read, changed."""
