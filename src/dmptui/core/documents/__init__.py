"""Content of documents: read, lay out, write."""
