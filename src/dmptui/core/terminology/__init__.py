"""Value sets of the ANS terminologies, read from packaged tables on first use."""

from dmptui.core.terminology.tables import (
    DocumentType,
    class_label,
    document_type,
    document_types,
    facility_label,
    profession_label,
    setting_label,
    specialty_label,
)

__all__ = [
    "DocumentType",
    "class_label",
    "document_type",
    "document_types",
    "facility_label",
    "profession_label",
    "setting_label",
    "specialty_label",
]
