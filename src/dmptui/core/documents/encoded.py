"""The bytes a document carries as text: base 64, and the compressions HL7 allows around a file."""

import base64
import zlib

_GZIP = b"\x1f\x8b"
_HEADERS = zlib.MAX_WBITS + 32  # of zlib or of gzip, whichever it has
_BARE = -zlib.MAX_WBITS  # none: RFC 1951, as CDA asks for
_urlsafe = str.maketrans("-_", "+/")


class TooLarge(ValueError):
    """A file that would be larger than what is allowed."""


def from_base64(text: str) -> bytes:
    """The bytes, blanks passed over; the padding may be missing, and the alphabet be that of addresses.

    Raises:
        ValueError: it is no base 64.
    """
    bare = "".join(text.split()).translate(_urlsafe).rstrip("=")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)


def is_compressed(data: bytes) -> bool:
    """Whether the first bytes are those of gzip, or may be those of zlib."""
    return data.startswith(_GZIP) or (
        len(data) > 1 and data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0
    )


def inflated(data: bytes, most: int) -> bytes:
    """A file that was compressed with deflate, with or without a header of zlib or of gzip.

    Raises:
        TooLarge: it has more than ``most`` bytes; no more are made to find out.
        zlib.error: damaged, cut, or not compressed so.
    """
    error = zlib.error("nothing")
    for bits in (_HEADERS, _BARE) if is_compressed(data) else (_BARE,):
        try:
            return _inflated(data, bits, most)
        except zlib.error as found:
            error = found
    raise error


def beginning(data: bytes, most: int = 1024) -> bytes:
    """The first bytes of a file, from its first compressed ones; empty when they are not compressed."""
    for bits in (_HEADERS, _BARE) if is_compressed(data) else (_BARE,):
        try:
            return zlib.decompressobj(bits).decompress(data, most)
        except zlib.error:
            continue
    return b""


def _inflated(data: bytes, bits: int, most: int) -> bytes:
    inflater = zlib.decompressobj(bits)
    found = inflater.decompress(data, most + 1)
    if len(found) > most:
        raise TooLarge(f"over {most} bytes")
    if not inflater.eof:
        raise zlib.error("cut")
    return found
