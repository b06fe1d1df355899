"""The fictional population."""
