"""The letters of an RTF: code pages of its fonts, and the symbols of fonts that are not letters."""

_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 78: "shift_jis", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb2312",
    136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_SYMBOL_CHARSET = 2

_GREEK = dict(zip(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
    strict=True,
))  # fmt: skip
_SYMBOL = _GREEK | {
    "\xa3": "≤", "\xb3": "≥", "\xb1": "±", "\xb0": "°", "\xb4": "×", "\xb8": "÷", "\xb9": "≠", "\xbb": "≈",
    "\xad": "↑", "\xaf": "↓", "\xae": "→", "\xac": "←", "\xab": "↔", "\xa5": "∞", "\xb7": "•", "\xa2": "′",
    "\xb2": "″", "\xd0": "∠", "\xd6": "√", "\xd1": "∇", "\xe5": "∑", "\xbc": "…", "\xba": "≡",
    "\xc6": "∅", "\x2d": "−", "\xde": "⇒",
}  # fmt: skip
_DINGBATS = {
    "\xa8": "[ ]", "\x6f": "[ ]", "\x71": "[ ]", "\xfe": "[x]", "\xfd": "[x]", "\x78": "[x]", "\x52": "[x]",
    "\x54": "[x]", "\xfc": "✓", "\x50": "✓", "\xfb": "✗", "\xe0": "→", "\xe8": "→", "\xf0": "→", "\xdf": "←",
    "\xe1": "↑", "\xe2": "↓", "\xd8": "•", "\xa7": "•", "\x6c": "•", "\x6e": "•", "\x76": "•",
    "\x28": "tél.", "\x2a": "courriel",
}  # fmt: skip

SYMBOL, DINGBATS = "symbol", "dingbats"
"""In place of a code page: a font of Greek and signs; one of boxes and arrows."""


def encoding_of(charset: int, name: str, default: str) -> str:
    """How the bytes of a font are read.

    Args:
        charset: its ``\\fcharset``.
        name: of the font.
        default: the code page of the document.
    """
    if name.startswith("Symbol"):
        return SYMBOL
    if charset == _SYMBOL_CHARSET:
        return DINGBATS
    return default if charset in (0, 1) else _CHARSETS.get(charset, default)


def decoded(raw: bytes, encoding: str) -> str:
    """The letters of some bytes."""
    if encoding in (SYMBOL, DINGBATS):
        return "".join(symbol(letter, encoding) for letter in raw.decode("latin-1"))
    text = raw.decode(encoding, "replace")
    return text if "\ufffd" not in text else raw.decode("cp1252", "replace")


def symbol(letter: str, encoding: str) -> str:
    """What a letter of a font of symbols draws; that of U+F020 to U+F0FF is their own way to write it."""
    code = ord(letter)
    plain = chr(code - 0xF000) if 0xF000 <= code <= 0xF0FF else letter
    if encoding == SYMBOL:
        return _SYMBOL.get(plain, plain)
    if encoding == DINGBATS:
        return _DINGBATS.get(plain, "•" if not plain.isspace() else plain)
    return _SYMBOL.get(plain, "•") if plain != letter else letter


def code_page(number: int) -> str:
    """The encoding ``\\ansicpg`` names."""
    names = {10000: "mac_roman", 65001: "utf-8", 1361: "johab"}
    name = names.get(number, f"cp{number}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name
