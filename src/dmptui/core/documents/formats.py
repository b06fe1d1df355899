"""The kinds of file: how each begins, what it is called, who reads it, or what to do with it instead.

To add a kind of document: a module with a function from bytes to ``Document``, and a line here that names it.
"""

from typing import NamedTuple

from dmptui.core.text import N_, _

_AS_PDF = N_("{name} : enregistrez-le en PDF puis déposez le PDF.")
_AS_JPEG = N_("{name} : enregistrez-la en JPEG puis déposez le JPEG.")
_UNPACK = N_("{name} : ouvrez-la avec un autre programme, puis déposez ses documents un à un.")
_MAIL = N_("{name} : enregistrez ses pièces jointes, puis déposez-les une à une.")
_SEEN_ELSEWHERE = N_("{name} : le DMP ne prend ni son ni vidéo. Ouvrez le fichier avec un autre programme.")
_DICOM = N_("{name} : exportez-la en JPEG ou en PDF depuis votre visionneuse, puis déposez l'export.")
_PROGRAM = N_("{name} : ce n'est pas un document. Ne l'ouvrez pas si vous ne l'attendiez pas.")

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OASIS = "application/vnd.oasis.opendocument."


class Format(NamedTuple):
    """A kind of file.

    Attributes:
        media_type: its MIME type.
        name: in French, a key of the catalogue.
        endings: of the names of such files, the usual one first.
        marks: what such a file begins with; empty when ``sniff`` must look further.
        reader: ``module:function`` of this package, from bytes to ``Document``; empty when it is not read.
        advice: what to do with a kind that is not read, a key of the catalogue; ``{name}`` is its name.
    """

    media_type: str
    name: str
    endings: tuple[str, ...] = ()
    marks: tuple[bytes, ...] = ()
    reader: str = ""
    advice: str = ""


READ = (
    Format("application/pdf", N_("PDF"), (".pdf",), (b"%PDF",), "read:read_pdf"),
    Format("application/rtf", N_("RTF"), (".rtf",), (b"{\\rtf",), "read:read_rich_text"),
    Format("text/rtf", N_("RTF"), reader="read:read_rich_text"),
    Format("image/jpeg", N_("image JPEG"), (".jpg", ".jpeg"), (b"\xff\xd8\xff",), "read:read_image"),
    Format("image/png", N_("image PNG"), (".png",), (b"\x89PNG\r\n\x1a\n",), "read:read_image"),
    Format("image/gif", N_("image GIF"), (".gif",), (b"GIF8",), "read:read_image"),
    Format("image/tiff", N_("image TIFF"), (".tif", ".tiff"), (b"II*\0", b"MM\0*"), "read:read_image"),
    Format("text/plain", N_("texte"), (".txt",), reader="read:read_text"),
    Format("application/xml", N_("XML"), (".xml",), (b"<?xml",), "cda.reader:read_cda"),
    Format("text/xml", N_("XML"), reader="cda.reader:read_cda"),
    Format("text/html", N_("page HTML"), (".html", ".htm"), reader="html.reader:read_html"),
    Format("application/xhtml+xml", N_("page HTML"), (".xhtml",), reader="html.reader:read_html"),
    Format("application/fhir+json", N_("FHIR"), (".json",), reader="fhir.reader:read_json"),
    Format("application/fhir+xml", N_("FHIR"), reader="fhir.reader:read_xml"),
    Format("application/x-ihe-xdm+zip", N_("lot IHE XDM"), (".zip",), reader="xdm.reader:read_xdm"),
    Format("application/zip", N_("archive ZIP"), (".zip",), (b"PK\3\4", b"PK\5\6"), "xdm.listing:read_zip"),
)
"""What is read, in this program or in a process of its own."""

_OTHERS = (
    Format(_OPEN_XML + "wordprocessingml.document", N_("Document Word"), (".docx", ".docm"), advice=_AS_PDF),
    Format(_OPEN_XML + "spreadsheetml.sheet", N_("Classeur Excel"), (".xlsx", ".xlsm"), advice=_AS_PDF),
    Format(_OPEN_XML + "presentationml.presentation", N_("Diaporama PowerPoint"), (".pptx",), advice=_AS_PDF),
    Format("application/msword", N_("Document Word"), (".doc",), advice=_AS_PDF),
    Format("application/vnd.ms-excel", N_("Classeur Excel"), (".xls",), advice=_AS_PDF),
    Format("application/vnd.ms-powerpoint", N_("Diaporama PowerPoint"), (".ppt",), advice=_AS_PDF),
    Format(_OASIS + "text", N_("Document LibreOffice"), (".odt",), advice=_AS_PDF),
    Format(_OASIS + "spreadsheet", N_("Classeur LibreOffice"), (".ods",), advice=_AS_PDF),
    Format(_OASIS + "presentation", N_("Diaporama LibreOffice"), (".odp",), advice=_AS_PDF),
    Format(
        "application/vnd.apple.pages", N_("Document Pages, Numbers ou Keynote"), (".pages",), advice=_AS_PDF
    ),
    Format("application/vnd.ms-xpsdocument", N_("Document XPS"), (".xps", ".oxps"), advice=_AS_PDF),
    Format("application/epub+zip", N_("Livre EPUB"), (".epub",), advice=_AS_PDF),
    Format(
        "application/x-ole-storage",
        N_("Fichier Word, Excel ou Outlook d'ancien format"),
        (),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
        advice=_AS_PDF,
    ),
    Format("application/postscript", N_("Fichier PostScript"), (".ps", ".eps"), (b"%!PS",), advice=_AS_PDF),
    Format("application/vnd.ms-outlook", N_("Courriel Outlook"), (".msg",), advice=_MAIL),
    Format("message/rfc822", N_("Courriel"), (".eml",), advice=_MAIL),
    Format(
        "application/vnd.ms-tnef",
        N_("Courriel Outlook (winmail.dat)"),
        (".dat",),
        (b"\x78\x9f\x3e\x22",),
        advice=_MAIL,
    ),
    Format("application/dicom", N_("Image DICOM"), (".dcm",), advice=_DICOM),
    Format("image/heic", N_("Image HEIC"), (".heic", ".heif"), advice=_AS_JPEG),
    Format("image/avif", N_("Image AVIF"), (".avif",), advice=_AS_JPEG),
    Format("image/webp", N_("Image WebP"), (".webp",), advice=_AS_JPEG),
    Format("image/bmp", N_("Image BMP"), (".bmp",), advice=_AS_JPEG),
    Format(
        "image/jp2",
        N_("Image JPEG 2000"),
        (".jp2",),
        (b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51"),
        advice=_AS_JPEG,
    ),
    Format("image/svg+xml", N_("Image SVG"), (".svg",), advice=_AS_JPEG),
    Format("image/vnd.adobe.photoshop", N_("Image Photoshop"), (".psd",), (b"8BPS",), advice=_AS_JPEG),
    Format(
        "application/x-7z-compressed", N_("Archive 7z"), (".7z",), (b"7z\xbc\xaf\x27\x1c",), advice=_UNPACK
    ),
    Format("application/vnd.rar", N_("Archive RAR"), (".rar",), (b"Rar!\x1a\x07",), advice=_UNPACK),
    Format("application/gzip", N_("Archive gzip"), (".gz", ".tgz"), (b"\x1f\x8b",), advice=_UNPACK),
    Format("application/x-bzip2", N_("Archive bzip2"), (".bz2",), (b"BZh91AY",), advice=_UNPACK),
    Format("application/x-xz", N_("Archive xz"), (".xz",), (b"\xfd7zXZ\0",), advice=_UNPACK),
    Format("application/zstd", N_("Archive zstd"), (".zst",), (b"\x28\xb5\x2f\xfd",), advice=_UNPACK),
    Format("application/x-tar", N_("Archive tar"), (".tar",), advice=_UNPACK),
    Format("application/vnd.ms-cab-compressed", N_("Archive CAB"), (".cab",), (b"MSCF",), advice=_UNPACK),
    Format("video/mp4", N_("Vidéo MP4"), (".mp4", ".mov", ".m4v"), advice=_SEEN_ELSEWHERE),
    Format("video/webm", N_("Vidéo"), (".webm", ".mkv"), (b"\x1a\x45\xdf\xa3",), advice=_SEEN_ELSEWHERE),
    Format("video/x-msvideo", N_("Vidéo AVI"), (".avi",), advice=_SEEN_ELSEWHERE),
    Format("video/mpeg", N_("Vidéo MPEG"), (".mpg",), (b"\0\0\1\xba", b"\0\0\1\xb3"), advice=_SEEN_ELSEWHERE),
    Format(
        "video/x-ms-wmv",
        N_("Vidéo WMV"),
        (".wmv",),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",),
        advice=_SEEN_ELSEWHERE,
    ),
    Format(
        "audio/mpeg",
        N_("Enregistrement MP3"),
        (".mp3",),
        (b"ID3\2", b"ID3\3", b"ID3\4", b"\xff\xfb"),
        advice=_SEEN_ELSEWHERE,
    ),
    Format("audio/mp4", N_("Enregistrement M4A"), (".m4a",), advice=_SEEN_ELSEWHERE),
    Format("audio/wav", N_("Enregistrement WAV"), (".wav",), advice=_SEEN_ELSEWHERE),
    Format("audio/ogg", N_("Enregistrement Ogg"), (".ogg",), (b"OggS",), advice=_SEEN_ELSEWHERE),
    Format("audio/flac", N_("Enregistrement FLAC"), (".flac",), (b"fLaC",), advice=_SEEN_ELSEWHERE),
    Format("application/x-msdownload", N_("Programme"), (".exe", ".dll"), advice=_PROGRAM),
    Format("application/x-elf", N_("Programme"), (), (b"\x7fELF",), advice=_PROGRAM),
    Format(
        "application/vnd.sqlite3",
        N_("Base de données"),
        (".sqlite",),
        (b"SQLite format 3\0",),
        advice=_PROGRAM,
    ),
)

FORMATS = {each.media_type: each for each in (*READ, *_OTHERS)}
"""Every kind, by its media type."""


def by_name(name: str) -> Format | None:
    """The kind that the ending of a file's name announces."""
    low = name.lower()
    return next((each for each in FORMATS.values() if low.endswith(each.endings or "\0")), None)


def ending_of(media_type: str) -> str:
    """The usual ending of the names of such files; ``.bin`` for a kind that nobody knows."""
    kinds = [each for each in (*READ, *_OTHERS) if each.media_type == media_type]
    same_name = [each for each in READ if kinds and each.name == kinds[0].name]
    return next((each.endings[0] for each in (*kinds, *same_name) if each.endings), ".bin")


def advice(media_type: str) -> str:
    """What a file of this type is and what to do with it, in a sentence; empty for one that is read."""
    found = FORMATS.get(media_type)
    return _(found.advice).format(name=_(found.name)) if found is not None and found.advice else ""


def closer(found: str, declared: str) -> str:
    """The declared type when the bytes tell only what holds it (an OLE file, a ZIP); else what they tell."""
    holds_it = found in ("application/x-ole-storage", "application/zip") and advice(declared)
    return declared if holds_it or not found else found
