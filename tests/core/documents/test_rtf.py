"""RTF documents, from their own process."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.documents import worker
from dmptui.core.documents.blocks import Cell, Kind, Paragraph, Preformatted, Run, Table
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from dmptui.core.documents.rtf import worker as rtf_worker
from dmptui.core.documents.rtf.document import read_rtf
from dmptui.core.errors import InvalidContent
from tests.corpus import corpus_files, needs_corpus

LETTER = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}
{\colortbl;\red255\green0\blue0;}{\stylesheet{\s0 Normal;}}{\info{\author Dr Camille Roux}}
\pard\b Cher coll\'e8gue,\b0\par
\par
Cr\'e9atinine 72 \u181?mol/L, c\'9cur \'ab r\'e9gulier \'bb.\line Kalii : 4,2\par
}"""


def body(*words: bytes) -> bytes:
    return rb"{\rtf1\ansi\ansicpg1252 " + b"".join(words) + b"}"


def table(*rows: tuple[str, ...]) -> Table:
    return Table(body=tuple(tuple(Cell((Paragraph((Run(cell),)),)) for cell in row) for row in rows))


def test_a_letter():
    document = read(LETTER)
    assert document.kind is Kind.RTF
    assert document.blocks == (
        Preformatted(
            ("Cher collègue,", "", "Créatinine 72 µmol/L, cœur « régulier ».", "Kalii : 4,2"),
        ),
    )
    assert document.attachments[0].content() == LETTER
    assert document.warnings == ()


def test_a_table_between_two_paragraphs():
    rows = rb"\trowd\intbl Potassium|K\cell 4,2\cell\row\trowd\intbl Sodium\cell\cell\row"
    blocks, _ = read_rtf(body(rb"Avant\par", rows, rb"\pard Apr\'e8s a|b\par"))
    assert blocks == (
        Preformatted(("Avant",)),
        table(("Potassium|K", "4,2"), ("Sodium", "")),
        Preformatted(("Après a|b",)),
    )


def test_no_word_of_a_broken_table_is_lost():
    blocks, _ = read_rtf(body(rb"\trowd a\cell b\par c"))
    assert blocks == (table(("a", "b")), Preformatted(("c",)))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (rb"\u8364?", "€"), (rb"\u-10179?\u-8704?", "😀"), (rb"\uc0\u233 t\u233", "été"),
        (rb"\emdash\bullet\lquote", "—•‘"), ("é brut".encode("cp1252"), "é brut"), ("é".encode(), "é"),
        (rb"{\*\inconnu secret}dit", "dit"), (rb"\{a\}\\", "{a}\\"),
    ],
)  # fmt: skip
def test_letters(written, read_as):
    assert read_rtf(body(written))[0] == (Preformatted((read_as,)),)


@pytest.mark.parametrize(("count", "words"), [(1, "1 image qui n'est pas affichée"), (2, "2 images")])
def test_pictures_are_counted(count, words):
    pictures = rb"{\*\shppict{\pict\pngblip 8950}}{\nonshppict{\pict\wmetafile8 0100}}" * count
    blocks, warnings = read_rtf(body(pictures, b" texte"))
    (block,) = blocks
    assert isinstance(block, Preformatted)
    assert [line.strip() for line in block.lines] == ["texte"]
    assert words in warnings[0]


def shown(content: bytes) -> list[str]:
    """The lines on a screen that are not empty, their blanks single."""
    return [
        " ".join(line.split())
        for line in lay_out(read(body(content)), 80).plain().split("\n")
        if line.strip()
    ]


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        (rb"{\header En-t\'eate}texte{\footer pied}", ["En-tête", "texte", "pied"]),
        (rb"{\headerl le m\'eame}{\headerr le m\'eame}texte", ["le même", "texte"]),
        (rb"a{\footnote x} b{\super\chftn}{\footnote {\super\chftn} y}", ["a[1] b[2]", "[1] x", "[2] y"]),
        (rb"dose{\*\annotation {\*\atndate 1}\'e0 revoir} suite", ["dose [note : à revoir] suite"]),
        (rb"un {\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt cadre\par}}}apr\'e8s\par", ["un après", "cadre"]),
        (rb"x{\super -3} CO{\sub 2} 1{\up6 er} a{\super x1}", ["x⁻³ CO₂ 1er a^x1"]),
        (rb"{\strike 10 mg} 20 mg {\deleted 5 mg}", ["[barré : 10 mg] 20 mg [barré : 5 mg]"]),
        (rb"vu {\v cach\'e9} {\v0 encore}", ["vu encore"]),
        (rb"{\field{\*\fldinst DATE}{\fldrslt 3 mars}}", ["3 mars"]),
        (rb'{\field{\*\fldinst HYPERLINK "https://a.fr"}{\fldrslt ici}}', ["ici <https://a.fr>"]),
        (rb'{\field{\*\fldinst HYPERLINK "https://a.fr"}{\fldrslt https://a.fr}}', ["https://a.fr"]),
        (rb"{\field{\*\fldinst FORMCHECKBOX{\*\formfield{\ffres25\ffdefres1}}}{\fldrslt}} oui", ["[x] oui"]),
        (rb"{\field{\*\fldinst FORMDROPDOWN{\*\formfield{\ffres1{\*\ffl A}{\*\ffl B}}}}{\fldrslt}}", ["B"]),
        (rb"{\upr{Cote}{\*\ud{C\u244?te}}}", ["Côte"]),
        (rb"{\pntext\'b7\tab}un\par{\pntext\'b7\tab}deux", ["· un", "· deux"]),
        (rb"a\tab 1\tab x\par bb\tab 22\tab y", ["a 1 x", "bb 22 y"]),
        (rb"{\object{\*\objdata 0102}{\result tableau}}", ["tableau"]),
        (rb"a\bin4 {\}{b", ["ab"]),
    ],
)  # fmt: skip
def test_what_a_word_of_the_grammar_does(written, lines):
    assert shown(written) == lines


FONTS = (
    rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset2 Symbol;}{\f2\fcharset2 Wingdings;}{\f3\fcharset161 A;}"
    rb"{\f4\fcharset204 B;}{\f5\fcharset238 C;}{\f6\fcharset128 D;}}"
)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (rb"{\f1 m}g", "μg"), (rb"{\f1\'a3} 5", "≤ 5"), (rb"{\f1\u-4051?}", "−"), (rb"{\f2\'fe}", "[x]"),
        (rb"{\f3\'e1}\'e9", "αé"), (rb"{\f4\'cf}", "П"), (rb"{\f5\'b9}", "ą"), (rb"{\f6\'93\'fa}", "日"),
        (rb"{\f4\'cf\plain\'e9}", "Пé"),
    ],
)  # fmt: skip
def test_code_pages_of_fonts(written, read_as):
    assert read_rtf(body(FONTS, written))[0] == (Preformatted((read_as,)),)


def test_a_cell_ends_at_its_own_word():
    first = rb"\trowd\intbl A\cell 1 matin\par 1 soir\cell 7 j\cell\row"
    second = rb"\trowd B\cell x\par y\cell z\cell\row\pard Fin"
    blocks, _ = read_rtf(body(first, second))
    assert blocks == (table(("A", "1 matin\n1 soir", "7 j"), ("B", "x\ny", "z")), Preformatted(("Fin",)))


def test_a_table_in_a_cell():
    inner = rb"\pard\intbl\itap2 n1\nestcell n2\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}"
    ((outer,), _) = read_rtf(body(rb"\trowd\intbl A\cell", inner, rb"\pard\intbl fin\cell\row"))
    assert isinstance(outer, Table)
    assert outer.body[0][1].blocks == (table(("n1", "n2")), Paragraph((Run("fin"),)))


def test_merged_cells():
    rows = (
        rb"\trowd\clvmgf\cellx1\cellx2\cellx3\intbl L\cell a\cell b\cell\row"
        rb"\trowd\clvmrg\cellx1\clmgf\cellx2\clmrg\cellx3\intbl\cell c\cell\cell\row"
    )
    ((found,), _) = read_rtf(body(rows))
    assert isinstance(found, Table)
    assert [[(cell.colspan, cell.rowspan) for cell in row] for row in found.body] == [
        [(1, 2), (1, 1), (1, 1)],
        [(2, 1)],
    ]


def test_a_heading_row():
    ((found,), _) = read_rtf(body(rb"\trowd\trhdr\intbl A\cell\row\trowd\intbl 1\cell\row"))
    assert isinstance(found, Table)
    assert [cell.is_header for cell in found.head[0]] == [True]


def test_a_document_without_text_says_so():
    ((block,), _) = read_rtf(body())
    assert isinstance(block, Paragraph)
    assert "pas de texte" in block.text


def test_nothing_steers_the_terminal():
    hostile = rb"a\'1b]0;titre\'07 \'9b31m \u155?2J \u8238?txt \u8203?z \u-10240? \'00 \'1f\'1b[2J\par \u27?"
    plain = lay_out(read(body(hostile, rb"\cell\'1b[c\cell\row")), 80).plain()
    assert "titre" in plain
    assert all(letter.isprintable() or letter == "\n" for letter in plain)


def test_nested_groups():
    deep = b"{" * 50_000 + b"fond" + b"}" * 50_000
    assert read_rtf(body(deep))[0] == (Preformatted(("fond",)),)


@pytest.mark.parametrize(
    "part", [b'{\\field{\\*\\fldinst{HYPERLINK "', rb"{\footnote a", rb"\itap8\intbl a\nestcell"]
)
def test_nothing_takes_longer_because_it_is_nested(part):
    """What took an expression minutes, and what is nested without end."""
    read(body(part * 2_000))


def test_too_slow_is_killed(monkeypatch):
    monkeypatch.setattr(worker, "_SECONDS", 0.001)
    with pytest.raises(InvalidContent, match="trop lourd"):
        read(LETTER)


words = st.text("abcéàœ€µ²", min_size=1, max_size=8)


def escaped(text: str) -> bytes:
    return b"".join(c.encode() if c.isascii() else f"\\u{ord(c)}?".encode() for c in text)


ENDS = [rb"\par ", rb"\tab ", rb"\cell ", rb"\row ", rb"\line ", b" ", rb"\nestcell "]
ENDS += [rb"\intbl ", rb"\pard ", rb"\trowd "]


@given(st.lists(st.tuples(words, st.sampled_from(ENDS))))
def test_every_word_once_whatever_the_tables(pairs):
    content = body(*(escaped(word) + b" " + after for word, after in pairs))
    blocks = json.loads(rtf_worker.read(content))["blocks"]
    assert sorted(_words(blocks)) == sorted(word for word, _after in pairs)


def _words(blocks):
    for block in blocks:
        yield from (word for line in block.get("lines", ()) for word in line.split())
        for row in block.get("rows", ()):
            for cell in row:
                yield from _words(cell["blocks"])


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data):
    """In this process: the other one turns what is raised here into a refusal."""
    content = bytearray(LETTER + table_sample())
    for _change in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.sampled_from(b"\\{}x0-'u \n"))
    with suppress(ValueError):
        rtf_worker.read(bytes(content[: data.draw(st.integers(0, len(content)))]))


def table_sample() -> bytes:
    return body(rb"\trowd\intbl a\cell b\par c\cell\row{\footnote n}{\field{\*\fldinst X}{\fldrslt r}}")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (body(b"x" * 2_000_001), "trop lourd"),
        (body(rb"\u1234567890?"), "abîmé"),
        (body(rb"\pict\bin "), "abîmé"),
    ],
    ids=["long", "code", "binary"],
)
def test_refuses(content, words):
    with pytest.raises(InvalidContent, match=words):
        read(content)


@needs_corpus
@pytest.mark.parametrize("path", corpus_files("hostile/*"), ids=lambda path: path.stem)
def test_hostile_contents_inside_an_rtf(path):
    """What harms elsewhere, told as RTF."""
    escaped = path.read_bytes()[:20_000].replace(b"\\", b"").replace(b"{", b"").replace(b"}", b"")
    plain = lay_out(read(body(escaped)), 80).plain()
    assert all(letter.isprintable() or letter == "\n" for letter in plain)
