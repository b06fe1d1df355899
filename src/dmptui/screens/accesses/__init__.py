"""Historique des accès: who did what on this record."""
