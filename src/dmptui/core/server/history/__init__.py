"""What was done, and what was written: traces and messages."""
