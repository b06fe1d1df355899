"""Accueil of Mon espace santé."""
