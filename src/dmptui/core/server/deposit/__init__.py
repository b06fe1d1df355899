"""New documents: the lots of ITI-65, and what they replace."""
