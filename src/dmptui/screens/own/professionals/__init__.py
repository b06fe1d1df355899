"""Mes professionnels."""
