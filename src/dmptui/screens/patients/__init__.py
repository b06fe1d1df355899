"""Mes patients: find someone, see what is new, open a record."""
