"""People and what they allow: identities, consents, cercle de soins."""
