"""Who may enter which record: the gate, and what is traced, and notified to the person."""
