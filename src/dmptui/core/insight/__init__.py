"""What the documents of a record say together: summary, biology, vaccinations, care path."""
