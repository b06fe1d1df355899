"""The screen of an open record, around its pages."""
