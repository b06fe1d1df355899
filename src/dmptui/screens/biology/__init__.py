"""Biologie: each analysis over time."""
