"""What was done and said: traces and messages."""
