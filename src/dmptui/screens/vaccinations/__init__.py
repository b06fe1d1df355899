"""Carnet de vaccination, and the form of a note."""
