"""Mon espace santé: what the patient, or a legal representative, asks of their own record."""
