"""Messages et notifications."""
