"""What is done when nobody asks: indexing documents, renewing the index of the store."""
