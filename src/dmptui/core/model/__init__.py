"""The domain, frozen: patient, practitioner, access, document, trace."""
