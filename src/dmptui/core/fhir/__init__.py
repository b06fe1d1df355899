"""Model to FHIR R4 JSON and back, nothing else."""
