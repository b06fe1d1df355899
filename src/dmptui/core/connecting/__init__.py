"""A way to the DMP, embedded, remote or behind a gateway; and who signs in."""
