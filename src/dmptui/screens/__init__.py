"""One file for each page of the web DMP."""
