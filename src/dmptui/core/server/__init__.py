"""A DMP that enforces the rules, as an ASGI application."""
