"""Documents: the list of a record."""
