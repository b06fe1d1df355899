"""Récapitulatif."""
