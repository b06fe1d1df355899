"""FHIR documents (a Bundle of type « document », as an IPS): read, from JSON or XML."""
