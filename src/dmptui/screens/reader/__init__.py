"""One document, read in place."""
