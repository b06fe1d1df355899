"""From bytes to a request whose sender is known, and back to an answer."""
