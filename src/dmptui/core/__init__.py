"""The DMP without a terminal: domain, rules, wire, client, server."""
