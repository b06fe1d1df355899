"""Parts that know no page: list, reader, prompts, lines of chrome."""
