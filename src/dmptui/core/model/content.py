"""The bytes of a document, as they were read."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass

from dmptui.core.model.document import Document


@dataclass(frozen=True, slots=True)
class Content:
    """What was read of a document.

    Attributes:
        altered: its size or SHA-1 is not what the record announced.
    """

    data: bytes
    content_type: str
    altered: bool


def is_altered(data: bytes, document: Document) -> bool:
    """Whether a content has another size or SHA-1 than the record announced."""
    announced = document.attachment
    if announced.size is not None and announced.size != len(data):
        return True
    sha1 = b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
    return bool(announced.sha1) and announced.sha1 != sha1
