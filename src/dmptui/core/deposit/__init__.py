"""From a file to what is sent: checks, wrapping, identity, metadata."""
