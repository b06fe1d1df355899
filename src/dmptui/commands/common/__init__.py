"""What commands share: the parser and its options, who is at work, what is printed, exit codes."""
