"""dmptui: the French shared medical record (DMP) at the keyboard."""

__version__ = "0.1.0"
