"""Ajouter un document: the form of a professional, that of the person, and the receipt."""
