"""This machine: its settings, its files, who else uses the data."""
