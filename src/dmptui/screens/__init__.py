"""The pages of the web DMP: a folder each, and ``parts`` for what several of them show."""
