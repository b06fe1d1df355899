"""What a file that holds others is for: an office document or an archive, an e-mail, FHIR, HTML, CDA."""

import re

_OLE = (
    (b"__nameid_version1.0", "application/vnd.ms-outlook"),
    (b"__properties_version1.0", "application/vnd.ms-outlook"),
    (b"WordDocument", "application/msword"),
    (b"Workbook", "application/vnd.ms-excel"),
    (b"PowerPoint Document", "application/vnd.ms-powerpoint"),
)
"""Names of streams that only one program writes; they stand in UTF-16 in the file."""
_ZIPPED = (
    (re.compile(r"(?:^|/)IHE_XDM/[^/]+/METADATA\.XML$", re.I), "application/x-ihe-xdm+zip"),
    (re.compile(r"(?:^|/)METADATA\.XML$", re.I), "application/x-ihe-xdm+zip"),
    (
        re.compile(r"^word/"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (re.compile(r"^xl/"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (
        re.compile(r"^ppt/"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    (re.compile(r"^Index/(?:Document|Tables/.+)\.iwa$|^Index\.zip$"), "application/vnd.apple.pages"),
    (re.compile(r"^FixedDocSeq\.fdseq$|^FixedDocumentSequence", re.I), "application/vnd.ms-xpsdocument"),
)
_mimetype = re.compile(rb"mimetype(application/[\w.+-]+?)(?=PK[\x01-\x08]|$)")
_mail = re.compile(
    rb"(?:Return-Path|Delivered-To|Received|From|To|Subject|Date|Message-ID|MIME-Version|X-[\w-]+"
    rb"|Content-Type|DKIM-Signature|ARC-[\w-]+|Reply-To|Authentication-Results):[^\n]*\n",
    re.I,
)
_mail_proof = re.compile(rb"^(?:MIME-Version:\s*1|Message-ID:\s*<)", re.I | re.M)
_before_root = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^>\[]|\[.*?\])*>", re.S | re.I)
_root = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)((?:\s[^<>]*)?)/?>")
_PAGES = (
    "html head body title p div span table h1 h2 h3 h4 h5 h6 ul ol dl pre br hr center font "
    "section article main header img"
)
_HTML = frozenset(_PAGES.split())
_HEAD = 8192


def held_type(content: bytes, found: str) -> str:
    """A closer type than that of the container; what was found when nothing more is known.

    Args:
        content: the file, or its beginning.
        found: the type its first bytes give; empty for a text.
    """
    if found == "application/zip":
        return _zip_type(content)
    if found == "application/x-ole-storage":
        return next((name for mark, name in _OLE if mark.decode().encode("utf-16-le") in content), found)
    if found in ("", "application/xml"):
        return _text_type(content, found)
    return found


def _zip_type(content: bytes) -> str:
    if declared := _mimetype.search(content, 0, 200):
        return declared[1].decode()
    names = _zip_names(content)
    return next((kind for name, kind in _ZIPPED if any(map(name.search, names))), "application/zip")


def _zip_names(content: bytes) -> list[str]:
    """The names of its directory; those of its first files when it has lost it."""
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(content)) as archive:
            return [name.replace("\\", "/") for name in archive.namelist()]
    except (BadZipFile, ValueError, NotImplementedError, OSError, UnicodeError):
        heads = re.finditer(rb"PK\x03\x04.{22}(..)..", content[:65536], re.S)
        found = (content[head.end() : head.end() + int.from_bytes(head[1], "little")] for head in heads)
        return [name.decode("utf-8", "replace") for name in found]


def _text_type(content: bytes, found: str) -> str:
    head = decoded(content[:_HEAD]).lstrip("\ufeff \t\r\n")
    if head.startswith("{"):
        names_one = any(
            '"resourceType"'.encode(name) in content for name in ("utf-8", "utf-16-le", "utf-16-be")
        )
        return "application/fhir+json" if names_one else found
    if head.startswith("<"):
        return _markup_type(head, found)
    lines = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    return "message/rfc822" if _mail.match(lines) and _mail_proof.search(lines) else found


def _markup_type(head: str, found: str) -> str:
    if head[:14].lower() == "<!doctype html" and "<?xml" not in head:
        return "text/html"
    at = 0
    while (skipped := _before_root.match(head, at)) is not None:
        at = skipped.end()
    root = _root.match(head, at)
    if root is None:
        return found
    name, attributes = root[1], root[2]
    if "http://hl7.org/fhir" in attributes:
        return "application/fhir+xml"
    if name == "svg":
        return "image/svg+xml"
    is_page = name.lower() == "html" or (not found and name.lower() in _HTML)
    return "text/html" if is_page else found


def decoded(content: bytes) -> str:
    """The characters of a text: UTF-8, UTF-16 with its mark or as XML begins in it, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if content[:4] in (b"<\0?\0", b"<\0!\0", b"{\0\r\0", b"{\0\n\0", b'{\0"\0'):
        return content.decode("utf-16-le", "replace")
    if content[:4] in (b"\0<\0?", b"\0<\0!", b"\0{\0\r", b"\0{\0\n", b'\0{\0"'):
        return content.decode("utf-16-be", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # a sample cut inside a character is still UTF-8
        return content.decode("utf-8-sig" if error.start > len(content) - 4 else "cp1252", "replace")
