"""Profil médical: what one notes of one's health, one's measures, the people and the wishes one names."""
