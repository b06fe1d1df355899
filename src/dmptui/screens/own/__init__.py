"""Côté usager: the screens of Mon espace santé, for demonstrations and training."""
