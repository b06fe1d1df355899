"""Messages: written to the patient, in Mon espace santé."""
