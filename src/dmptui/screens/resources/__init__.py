"""Aide et ressources."""
