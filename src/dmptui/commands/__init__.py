"""The commands of `dmptui` that need no screen: one module each, run with parsed arguments."""
