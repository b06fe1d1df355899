"""Autorisation d'accès – Consentement."""
