"""Directives anticipées."""
