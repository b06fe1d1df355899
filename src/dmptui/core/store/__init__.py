"""Where the server keeps resources and tokens."""
