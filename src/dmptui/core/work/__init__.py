"""Who is at work, and what they may do: a session, an open record, the person in their own."""
