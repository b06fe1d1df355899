"""Connexion: who is at work, and where."""
