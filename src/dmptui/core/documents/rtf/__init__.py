"""RTF: its text and its tables, read by another process."""
