"""PDF: its text, its forms and notes, read by another process."""
