"""Archives nobody vouches for."""

import stat
import struct
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from dmptui.core.documents.xdm.archive import open_archive
from dmptui.core.errors import InvalidContent
from tests.core.documents.xdm_samples import Entry, lot, zipped


def link(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def renamed(old: bytes, new: bytes) -> bytes:
    """An archive whose file has a name ``zipfile`` would not write."""
    return zipped({old.decode(): b"x"}).replace(old, new)


def encrypted() -> bytes:
    content = bytearray(zipped({"a.txt": b"x"}))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = content.index(mark) + place
        content[at] |= 1
    return bytes(content)


def twice() -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr(ZipInfo("a.txt"), b"x")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(ZipInfo("a.txt"), b"y")
    return held.getvalue()


def overlapping() -> bytes:
    """The same bytes counted for several files: what makes gigabytes of kilobytes."""
    content = zipped({"a": b"x" * 100_000})
    at = content.index(b"PK\1\2")
    end = content.index(b"PK\5\6")
    directory = content[at:end] * 500
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 500, 500, len(directory), at, 0)
    return content[:at] + directory + tail


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (zipped({"../a.txt": b"x"}), "dangereux"),
        (zipped({"b/../../a.txt": b"x"}), "dangereux"),
        (zipped({"..\\a.txt": b"x"}), "dangereux"),
        (zipped({"/etc/passwd": b"x"}), "dangereux"),
        (zipped({"C:\\a.txt": b"x"}), "dangereux"),
        (zipped({"c:a.txt": b"x"}), "dangereux"),
        (zipped({link("a"): b"/etc/passwd"}), "dangereux"),
        (renamed(b"aXtxt", b"a\0txt"), "dangereux"),
        (renamed(b"aXtxt", b"a\x1btxt"), "dangereux"),
        (twice(), "en double"),
        (zipped({"a.txt": b"x", "A.TXT": b"y"}), "en double"),
        (encrypted(), "mot de passe"),
        (zipped({"a": bytes(41 << 20)}), "volumineuse"),
        (zipped({"a": bytes(5 << 20)}), "volumineuse"),
        (zipped([(f"{n}", b"") for n in range(2_001)]), "trop de fichiers"),
        (overlapping(), "volumineuse|double"),
        (b"PK\3\4", "abîmée"),
        (zipped({"a": b"x"})[:-10], "abîmée"),
    ],
)
def test_a_dangerous_archive_is_refused_in_one_sentence(content, why):
    with pytest.raises(InvalidContent, match=why) as refused:
        read(content)
    assert refused.value.message.count("\n") == 0


def test_what_compresses_well_is_not_a_bomb():
    assert open_archive(zipped({"a": bytes(900_000)})).content("a") == bytes(900_000)


def test_a_size_that_lies():
    content = bytearray(zipped({"a": b"x" * 1000}))
    at = content.index(b"PK\1\2") + 24
    content[at : at + 4] = struct.pack("<I", 900)
    with pytest.raises(InvalidContent, match="abîmée"):
        open_archive(bytes(content)).content("a")


WHOLE = lot(
    Entry(), Entry("DOC00002.TXT", b"Lettre", "Lettre", "text/plain"), more={"IHE_XDM/x.zip": b"PK\3\4"}
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_spoilt_archives_are_refused_or_shown(data):
    content = bytearray(WHOLE[: data.draw(st.integers(4, len(WHOLE)))])
    for _change in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InvalidContent):
        lay_out(read(bytes(content)), 80)


def test_a_stored_archive_inside_does_not_hide_a_lot():
    with ZipFile(BytesIO(WHOLE)) as archive:
        assert archive.infolist()[0].compress_type == ZIP_DEFLATED
    office = zipped({"word/document.xml": b"<a/>"})
    assert "1. Compte rendu" in str(read(lot(Entry(), more={"IHE_XDM/b.docx": office})).sections[0].title)
