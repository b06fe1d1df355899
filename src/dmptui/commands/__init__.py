"""The commands of `dmptui`: a file has a command's arguments, its help and its action.

A new command is a file with ``add``, and a line here; what commands share is in ``common``. They answer
`dmptui --help` before they do anything: what is heavy is imported where it is used.
"""

FILES = {
    "open": "open",
    "professionals": "professionals",
    "patients": "patients",
    "documents": "documents",
    "search": "search",
    "show": "show",
    "summary": "summary",
    "care-path": "care_path",
    "vaccinations": "vaccinations",
    "directives": "directives",
    "biology": "biology",
    "messages": "messages",
    "accesses": "accesses",
    "traces": "traces",
    "download": "download",
    "import": "import_",
    "replace": "replace",
    **dict.fromkeys(("delete", "mask", "unmask", "archive", "unarchive", "hide", "reveal"), "changes"),
    "vaccination": "vaccination",
    "message": "message",
    "authorise": "authorise",
    "attending": "attending",
    "mes": "mes",
    "matrix": "matrix",
    "rules": "rules",
    "view": "view",
    "print": "print_",
    "serve": "serve",
    "demo": "demo",
}
"""The file of each command, in the order of the help."""
