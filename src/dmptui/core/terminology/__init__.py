"""Value sets of the ANS terminologies, read from packaged tables on first use."""

from dmptui.core.terminology.tables import (
    DocumentType,
    Vaccine,
    author_label,
    class_label,
    document_type,
    document_types,
    facility_label,
    practice_settings,
    profession_label,
    setting_label,
    specialty_label,
    vaccines,
)

__all__ = [
    "DocumentType",
    "Vaccine",
    "author_label",
    "class_label",
    "document_type",
    "document_types",
    "facility_label",
    "practice_settings",
    "profession_label",
    "setting_label",
    "specialty_label",
    "vaccines",
]
