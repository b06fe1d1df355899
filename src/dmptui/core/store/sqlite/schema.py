"""The tables of the file, as the steps that made them; a step once released never changes."""

MIGRATIONS = (
    (
        # The current version of each resource; `key` grows with time and orders what has the same date.
        """CREATE TABLE resource (
            key INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            patient TEXT NOT NULL,
            json TEXT NOT NULL,
            UNIQUE (kind, id)
        ) STRICT""",
        """CREATE TABLE history (
            key INTEGER NOT NULL,
            version INTEGER NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (key, version)
        ) STRICT, WITHOUT ROWID""",
        # Where a search starts: a date in a compartment, or a value few resources have.
        """CREATE TABLE moment (
            param TEXT NOT NULL,
            patient TEXT NOT NULL,
            at INTEGER NOT NULL,
            key INTEGER NOT NULL,
            PRIMARY KEY (param, patient, at, key)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE narrow (
            param TEXT NOT NULL,
            value TEXT NOT NULL,
            patient TEXT NOT NULL,
            at INTEGER NOT NULL,
            key INTEGER NOT NULL,
            system TEXT NOT NULL,
            PRIMARY KEY (param, value, patient, at, key, system)
        ) STRICT, WITHOUT ROWID""",
        # What is checked on the way.
        """CREATE TABLE broad (
            key INTEGER NOT NULL,
            param TEXT NOT NULL,
            value TEXT NOT NULL,
            system TEXT NOT NULL,
            PRIMARY KEY (key, param, value, system)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE content (
            id TEXT PRIMARY KEY,
            content_type TEXT NOT NULL,
            data BLOB NOT NULL
        ) STRICT""",
        """CREATE TABLE token (
            hash BLOB PRIMARY KEY,
            session BLOB NOT NULL,
            expires INTEGER NOT NULL,
            claims TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX token_session ON token (session)",
    ),
    # Each new token sweeps the expired ones away: without reading them all.
    ("CREATE INDEX token_expires ON token (expires)",),
    (
        # What can be read in a document; `fulltext` (see words.py) is its index, where SQLite has FTS5.
        """CREATE TABLE document_text (
            key INTEGER PRIMARY KEY,
            scope TEXT NOT NULL,
            title TEXT NOT NULL,
            body TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX document_without_text ON document_text (scope) WHERE body = ''",
    ),
    (
        # The definition its index rows follow (see indexes.fingerprint); 0 was written by nobody who knew.
        "ALTER TABLE resource ADD COLUMN definition INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX resource_definition ON resource (kind, definition)",
        # Rows are taken away by resource: another definition may have made them.
        "CREATE INDEX moment_resource ON moment (key)",
        "CREATE INDEX narrow_resource ON narrow (key)",
        # The definitions of the last program that opened the file with others: see definitions.py.
        """CREATE TABLE definition (
            name TEXT PRIMARY KEY,
            fingerprint INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ),
    (
        # A document as lists ask for it (see line.py), in the order that is asked most.
        """CREATE TABLE line (
            patient TEXT NOT NULL,
            personal INTEGER NOT NULL,
            act INTEGER NOT NULL,
            key INTEGER NOT NULL,
            deposited INTEGER NOT NULL,
            masked INTEGER NOT NULL,
            authors TEXT NOT NULL,
            old INTEGER NOT NULL,
            archived INTEGER NOT NULL,
            states TEXT NOT NULL,
            type TEXT NOT NULL,
            category TEXT NOT NULL,
            author TEXT NOT NULL,
            profession TEXT NOT NULL,
            title_order TEXT NOT NULL,
            author_order TEXT NOT NULL,
            type_order TEXT NOT NULL,
            category_order TEXT NOT NULL,
            type_name TEXT NOT NULL,
            author_name TEXT NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (patient, personal, act DESC, key DESC)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX line_resource ON line (key)",
    ),
    (
        # A trace as lists of visits ask for it (see step.py): a day at a time, as it was traced.
        """CREATE TABLE step (
            patient TEXT NOT NULL,
            day INTEGER NOT NULL,
            key INTEGER NOT NULL,
            visit TEXT NOT NULL,
            at INTEGER NOT NULL,
            actor_id TEXT NOT NULL,
            actor TEXT NOT NULL,
            profession TEXT NOT NULL,
            organization TEXT NOT NULL,
            mode TEXT NOT NULL,
            reason TEXT NOT NULL,
            action TEXT NOT NULL,
            refusal TEXT NOT NULL,
            document TEXT NOT NULL,
            part INTEGER NOT NULL,
            urgent INTEGER NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (patient, day DESC, key)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX step_resource ON step (key)",
        "CREATE INDEX step_urgent ON step (patient, day DESC, key) WHERE urgent",
    ),
)
