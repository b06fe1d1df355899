"""Agenda: the appointments one notes, what the calendar provides for one's age, the care that was given."""
