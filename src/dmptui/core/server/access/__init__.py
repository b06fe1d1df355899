"""Who may enter which record: the gate, and what is traced and told to the person."""
