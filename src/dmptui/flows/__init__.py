"""What crosses several screens: opening a record, switching, depositing, changing, writing; the desks."""
