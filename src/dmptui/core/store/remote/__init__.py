"""Resources kept by any FHIR R4 server."""
