"""The agency's own validation of clinical documents, run as its test bench runs it, without Java.

The files are those of the public repository ansforge/TestContenuCDA-3-0, in the folder
``DMPTUI_TESTCONTENU``; the engine is Saxon (``saxonche``). A schematron takes some ten seconds
to compile, hence neither by default.
"""

import os
import shutil
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree

FOLDER = os.environ.get("DMPTUI_TESTCONTENU", "")

_STEPS = ("iso_dsdl_include.xsl", "iso_abstract_expand.xsl", "iso_svrl_for_xslt2.xsl")
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_GENERAL = {
    "StrucMin": "profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch",
    "IHE": "profils/IHE.sch",
    "Modèles de contenus": "profils/CI-SIS_ModelesDeContenusCDA.sch",
    "Modèles ANS": "profils/CI-SIS_Modeles_ANS.sch",
}

needs_bench = pytest.mark.skipif(not FOLDER, reason="the agency's files are not here (DMPTUI_TESTCONTENU)")


class Bench:
    """A copy of the agency's files, repaired: they were written where case does not matter.

    Args:
        source: the repository's folder; never written to.
        copy: where the repaired copy is made.
    """

    def __init__(self, source: Path, copy: Path) -> None:
        self._saxon = pytest.importorskip("saxonche").PySaxonProcessor(license=False)
        for name in ("schematrons", "infrastructure", "jeuxDeValeurs"):
            shutil.copytree(source / name, copy / name)
        self._schematrons = copy / "schematrons"
        self._schema = copy / "infrastructure" / "cda" / "CDA_extended.xsd"
        _match_case(self._schematrons)
        _add_types_of_document(copy)

    @cached_property
    def schema(self) -> etree.XMLSchema:
        """The XML schema of CDA with the extensions used in France."""
        return etree.XMLSchema(etree.parse(self._schema))

    def faults(self, document: Path, *models: str) -> list[str]:
        """What is wrong with a document; empty when nothing is.

        Args:
            document: the file.
            models: names of the schematrons of its own model, such as ``VAC-NOTE_2023.01``.
        """
        parsed = etree.parse(document)
        found = []
        try:
            self.schema.assertValid(parsed)
        except etree.DocumentInvalid as error:
            found.append(f"XSD: {error}")
        paths = _GENERAL | {model: f"CI-SIS_{model}.sch" for model in models}
        for name, path in paths.items():
            found += [f"{name}: {fault}" for fault in self._failed(document, path)]
        return found

    def _failed(self, document: Path, path: str) -> Iterator[str]:
        result = self._compiled(path).transform_to_string(source_file=str(document))
        report = etree.fromstring(result.encode())
        assert next(report.iter(f"{_SVRL}active-pattern"), None) is not None, f"{path} did not run"
        for failed in report.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
            yield " ".join("".join(map(str, failed.itertext())).split())

    @cache  # noqa: B019  as long as the tests
    def _compiled(self, path: str) -> Any:
        """A schematron as a program; each step is beside its source, whose inclusions are relative."""
        xslt = self._saxon.new_xslt30_processor()
        source = self._schematrons / path
        for number, step in enumerate(_STEPS):
            made = source.with_name(f"{source.stem}.{number}.xsl")
            sheet = xslt.compile_stylesheet(stylesheet_file=str(self._schematrons / "moteur" / step))
            sheet.transform_to_file(source_file=str(source), output_file=str(made))
            source = made
        return xslt.compile_stylesheet(stylesheet_file=str(source))


def _match_case(folder: Path) -> None:
    """Give the files that are included by another case the name they are included by."""
    names = {str(path).casefold(): path for path in folder.rglob("*.sch")}
    for path in list(names.values()):
        for include in etree.parse(path).iter("{*}include"):
            wanted = Path(os.path.normpath(path.parent / include.get("href", "")))
            known = names.get(str(wanted).casefold())
            if known and not wanted.exists():
                wanted.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(known, wanted)


def _add_types_of_document(copy: Path) -> None:
    """Write the types of document (JDV_J07) in the form of the other value sets: that file is missing."""
    (source,) = copy.glob("jeuxDeValeurs/JDV_J07_*.xml")
    concepts = "".join(
        f"<concept code={quoteattr(concept.get('code', ''))}/>"
        for concept in etree.parse(source).iter("{*}Concept")
    )
    folder = copy / "schematrons" / "profils" / "structurationMinimale" / "include"
    (folder / "voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml").write_text(
        f"<valueSets><valueSet><conceptList>{concepts}</conceptList></valueSet></valueSets>", encoding="utf-8"
    )
