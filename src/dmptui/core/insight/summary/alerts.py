"""The first blocks of the Récapitulatif: what must be known at once, what is new."""

from collections.abc import Sequence

from dmptui.core.errors import DmpError
from dmptui.core.insight.marks import more
from dmptui.core.insight.summary.digest import (
    DIRECTIVES,
    Block,
    Line,
    RecordOverview,
    Weight,
    contradictions,
    day,
    denials,
    directives,
    document_line,
    failure,
)
from dmptui.core.insight.summary.results import left_to_read, out_of_range, result_words
from dmptui.core.insight.summary.synthesis import allergy_words
from dmptui.core.model.access import AccessMode
from dmptui.core.model.clinical import Allergy, NarrativeSection
from dmptui.core.model.days import in_figures
from dmptui.core.model.document import Document
from dmptui.core.model.news import NOVELTY_WORDS, News, Novelty
from dmptui.core.rules.identity_words import apart
from dmptui.core.text import N_, _, ngettext

EXPIRES_SOON = 30
"""Days before its end from which a team's consent is worth an alert."""

SHOWN_NEWS = 5

_MODES = {AccessMode.BREAK_GLASS: N_("Bris de glace"), AccessMode.CENTRE_15: N_("Centre 15")}

ALLERGIES = "48765-2"
"""LOINC code of their section."""


def alerts(overview: RecordOverview) -> Block:
    """What must be known at once; a line that waits keeps its place."""
    lines = [
        *_emergency(overview),
        *_apart(overview),
        *_expiry(overview),
        _allergies(overview),
        _biology(overview),
        _directives(overview),
        *_unshown(overview),
    ]
    return Block(_("Alertes"), tuple(lines))


def news(overview: RecordOverview) -> Block:
    """What is not read, the last deposit first, then what changed since the last visit."""
    recent = overview.news
    if isinstance(recent, DmpError):
        return Block(_("Nouveau"), (failure(recent, _("Les nouveautés n'ont pas pu être lues.")),))
    if recent is None:
        return Block(_("Nouveau"), waiting=True)
    if recent.since is None:
        return Block(_("Première visite"), (_to_discover(recent),))
    since = in_figures(recent.since)
    title = _("Nouveau ({n}), votre visite précédente : {day}").format(n=recent.number, day=since)
    lines = [
        document_line(
            item.document,
            "" if item.novelty is Novelty.NEW else _(NOVELTY_WORDS[item.novelty]),
            Weight.NEW,
        )
        for item in recent.items[:SHOWN_NEWS]
    ]
    changed = sum(item.novelty is Novelty.CONFIDENTIALITY for item in recent.items)
    more = recent.number + changed - min(len(recent.items), SHOWN_NEWS)
    if more > 0:
        sentence = ngettext("et {n} autre, dans Documents", "et {n} autres, dans Documents", more)
        lines.append(Line(sentence.format(n=more), weight=Weight.NEW, page="documents"))
    if not lines:
        return Block(title, (Line(_("Rien de nouveau."), weight=Weight.QUIET, page="documents"),))
    return Block(title, tuple(lines))


def _to_discover(recent: News) -> Line:
    sentence = ngettext("{n} document à découvrir", "{n} documents à découvrir", recent.number)
    return Line(sentence.format(n=recent.number), weight=Weight.NEW, page="documents")


def _emergency(overview: RecordOverview) -> list[Line]:
    if not overview.mode.is_emergency:
        return []
    text = overview.reason or _("cet accès est tracé comme tel")
    return [Line(text, label=_(_MODES[overview.mode]), weight=Weight.DANGER, page="traces")]


def _apart(overview: RecordOverview) -> list[Line]:
    """Documents about somebody else: one line, whatever their number."""
    if not overview.apart:
        return []
    details = tuple(f"{document.title}, {day(document)}" for document in overview.apart)
    return [
        Line(
            apart(len(overview.apart)),
            label=_("Identité"),
            weight=Weight.DANGER,
            details=details,
            document=overview.apart[0],
        )
    ]


def _expiry(overview: RecordOverview) -> list[Line]:
    """In an emergency no authorisation counts."""
    if overview.until is None or overview.mode.is_emergency:
        return []
    if not 0 <= (overview.until - overview.today).days < EXPIRES_SOON:
        return []
    text = _("l'accord de votre équipe finit le {day}").format(day=in_figures(overview.until))
    details = (_("Ensuite, il faudra recueillir de nouveau l'accord de la personne pour l'équipe."),)
    return [Line(text, label=_("Autorisation"), weight=Weight.WARNING, details=details, page="traces")]


def _allergies(overview: RecordOverview) -> Line:
    label, reading = _("Allergies"), overview.synthesis
    if reading is None or reading.waiting:
        return Line("", label=label)
    document, entries = reading.document, reading.entries
    if document is None:
        text = _("non renseignées : aucune synthèse")
        return Line(text, label=label, weight=Weight.QUIET, page="documents")
    if entries is None:
        text = _("inconnues : la synthèse est à ouvrir")
        return Line(text, label=label, weight=Weight.WARNING, document=document)
    sections = entries.narrative(ALLERGIES)
    if entries.allergies:
        return _listed_allergies(label, document, entries.allergies, sections)
    for section in sections:
        if section.lines:
            return Line(
                " ; ".join(section.lines),
                label=label,
                weight=Weight.PLAIN if section.is_absence else Weight.DANGER,
                document=document,
                section=section.index,
            )
    return Line(_("la synthèse n'en dit rien"), label=label, weight=Weight.QUIET, document=document)


def _listed_allergies(
    label: str, document: Document, allergies: Sequence[Allergy], sections: Sequence[NarrativeSection]
) -> Line:
    """Those that stand, then what is stated of others, then that the text says more; none withdrawn."""
    current = [each for each in allergies if not each.standing.withdrawn]
    real = [each for each in current if not each.is_absence and not each.standing.is_denial]
    stated = [each for each in current if each not in real]
    unread = [section for section in sections if section.remaining]
    words = [*map(allergy_words, (*real, *stated)), *map(more, unread)]
    if not words:
        sentence = ngettext(
            "aucune active ; {n} annulée ou barrée", "aucune active ; {n} annulées ou barrées", len(allergies)
        )
        words = [sentence.format(n=len(allergies))]
    sources = [allergy.source for allergy in current or allergies]
    first = sources[0].section_index if current or not unread else unread[0].index
    return Line(
        ", ".join(words),
        label=label,
        weight=Weight.DANGER if real or unread else Weight.PLAIN,
        differs=any(each.source.contradictions or denials(each) for each in current or allergies),
        details=tuple(
            [
                sentence
                for each in current or allergies
                for sentence in (*contradictions(each.source), *(denials(each) or (each.source.narrative,)))
                if sentence
            ]
            + [line for section in unread for line in section.remaining]
        ),
        document=document,
        section=first,
    )


def _biology(overview: RecordOverview) -> Line:
    label, reading = _("Biologie"), overview.biology
    if reading is None or reading.waiting:
        return Line("", label=label)
    document = reading.document
    if document is None:
        return Line(_("aucun compte rendu"), label=label, weight=Weight.QUIET, page="documents")
    if reading.entries is None:
        text = _("celle du {day} est à ouvrir").format(day=day(document))
        return Line(text, label=label, weight=Weight.WARNING, document=document)
    found = out_of_range(reading.entries.lab_results)
    left = left_to_read(reading.entries)
    if not found:
        text = _("{day}, aucun résultat signalé par le laboratoire").format(day=day(document))
        weight = Weight.WARNING if left else Weight.PLAIN
        return Line(text, left, label=label, weight=weight, document=document)
    sentence = ngettext("{day}, {n} résultat signalé", "{day}, {n} résultats signalés", len(found))
    results = ", ".join(map(result_words, found))
    return Line(
        _("{label} : {value}").format(label=sentence.format(day=day(document), n=len(found)), value=results),
        left,
        label=label,
        weight=Weight.DANGER,
        brief=True,
        details=(results,),
        differs=any(result.source.contradictions for result in found),
        document=document,
        section=found[0].source.section_index,
    )


def _directives(overview: RecordOverview) -> Line:
    label, found = _("Directives"), directives(overview)
    if found:
        text = ", ".join(f"{_(DIRECTIVES[d.type.code])} ({day(d)})" for d in found)
        return Line(text, label=label, weight=Weight.WARNING, page="directives")
    if isinstance(overview.listed, DmpError):
        text = _("inconnues : la liste n'a pas pu être lue")
        return Line(text, label=label, weight=Weight.WARNING, page="directives")
    if not overview.whole:
        return Line("", label=label)
    recalled = overview.synthesis is not None and overview.synthesis.entries
    if recalled and any(not each.standing.withdrawn for each in recalled.directives):
        text = _("rappelées par la synthèse")
        return Line(text, label=label, weight=Weight.WARNING, page="directives")
    text = _("aucune que vous puissiez lire")
    return Line(text, label=label, weight=Weight.QUIET, page="directives")


def _unshown(overview: RecordOverview) -> list[Line]:
    """Documents to announce: one line, whatever their number."""
    if not overview.unshown:
        return []
    sentence = ngettext(
        "{n} document de vous, pas encore visible de la personne",
        "{n} documents de vous, pas encore visibles de la personne",
        len(overview.unshown),
    )
    return [
        Line(
            sentence.format(n=len(overview.unshown)),
            label=_("À annoncer"),
            weight=Weight.WARNING,
            details=tuple(f"{d.title}, {day(d)}" for d in overview.unshown),
            document=overview.unshown[0],
        )
    ]
