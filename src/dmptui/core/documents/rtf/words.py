"""The words of the grammar of RTF that change its text; the others are of its looks."""

TEXT = {
    "tab": "\t", "line": "\n", "softline": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ",
    "qmspace": " ",
}  # fmt: skip
SIGNS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
"""After a backslash."""

PARAGRAPHS = ("par", "sect", "page", "column")
"""They end one."""

SILENT = frozenset((
    "colortbl", "stylesheet", "info", "objdata", "objclass", "nonshppict", "shprslt", "sp", "pgdsctbl",
    "xe", "tc", "rxe", "filetbl", "atnid", "atnauthor", "atndate", "atnref", "nonesttables", "upr",
    "ffname", "ffdeftext", "ffentrymcr", "ffexitmcr", "ffstattext", "ffhelptext", "themedata",
    "colorschememapping", "latentstyles", "datastore", "generator", "listtable", "listoverridetable",
    "revtbl", "rsidtbl", "pntxta", "pntxtb", "pn",
))  # fmt: skip
"""Destinations that are not text of the page."""

SPOKEN = frozenset((
    "shppict", "shpinst", "shptxt", "nesttableprops", "ud", "moMath", "oMath", "oMathPara",
))  # fmt: skip
"""Destinations marked as ignorable that are read all the same."""

STYLES = (
    "v", "strike", "striked", "deleted", "super", "sub", "up", "dn", "nosupersub", "plain", "f", "uc",
    "ansicpg", "mac", "pc", "pca",
)  # fmt: skip

TABLES = (
    "pard", "intbl", "itap", "trowd", "trhdr", "clmrg", "clvmrg", "cellx", "cell", "nestcell", "row",
    "nestrow",
)  # fmt: skip

FIELDS = ("field", "fldinst", "fldrslt", "ffl", "formfield")
HEADERS = ("header", "headerl", "headerr", "headerf")
FOOTERS = ("footer", "footerl", "footerr", "footerf")
