"""Parcours de soins."""
