"""May this professional do this, on this record, now? Pure functions."""
