"""Actions sur le document."""
