"""The table of whose document it is, made by asking the rule, for ``rules.table``."""

from dataclasses import replace
from datetime import date

from dmptui.core.model.identity import Identity
from dmptui.core.model.ins import DEMO_NIR, Ins
from dmptui.core.model.patient import Patient, Sex
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.rules.identity import Outcome, judge
from dmptui.core.rules.own_table import Table
from dmptui.core.text import _

_PATIENT = Patient(
    ins=Ins(value="188109912312379"),
    birth_name="MARTIN",
    given_names=("Julien",),
    sex=Sex.MALE,
    birth_date=date(1988, 10, 10),
)
_SAME = Identity(
    ((DEMO_NIR, "188109912312379"),), "MARTIN", given_names=("Julien",), sex="M", birth="19881010"
)
_OTHER = ((DEMO_NIR, "188109912312476"),)
_WAITING = ((DEMO_NIR, "788109912312379"),)


def table() -> Table:
    """One row a case: whether it may be deposited, whether it warns, whether pages take its data."""
    rows = [(label, _answers(found)) for label, found in _cases().items()]
    heading = [_("INS et traits du document"), _("déposé"), _("avertit"), _("repris par les pages")]
    return Table(_("De qui est un document"), heading, rows)


def _cases() -> dict[str, tuple[Identity, ...]]:
    nameless = replace(_SAME, numbers=())
    other, waiting = replace(_SAME, numbers=_OTHER), replace(_SAME, numbers=_WAITING)
    return {
        _("même INS, mêmes traits"): (_SAME,),
        _("même INS, sexe inconnu, jour et mois de naissance inconnus"): (
            replace(_SAME, sex="", birth="19880000"),
        ),
        _("même INS, un trait strict contradictoire"): (_one(_SAME),),
        _("même INS, deux traits stricts contradictoires"): (_two(_SAME),),
        _("même INS, trois traits stricts contradictoires"): (_twin(_two(_SAME)),),
        _("le bon INS et celui d'une autre personne, mêmes traits"): (
            replace(_SAME, numbers=(*_SAME.numbers, *_OTHER)),
        ),
        _("autre INS, mêmes traits"): (other,),
        _("NIA au lieu du NIR, mêmes traits"): (waiting,),
        _("NIA au lieu du NIR, un trait contradictoire"): (_one(waiting),),
        _("INS absent ou illisible, mêmes traits"): (nameless,),
        _("INS absent ou illisible, un trait strict contradictoire"): (_one(nameless),),
        _("INS absent ou illisible, deux traits stricts contradictoires"): (_two(nameless),),
        _("INS absent ou illisible, un jumeau"): (_twin(nameless),),
        _("deux personnes, dont celle du dossier"): (_SAME, _two(other)),
    }


def _one(found: Identity) -> Identity:
    """With one strict trait that contradicts."""
    return replace(found, birth="19881001")


def _two(found: Identity) -> Identity:
    return replace(_one(found), birth_name="DURAND")


def _twin(found: Identity) -> Identity:
    return replace(found, given_names=("Paul",))


def _answers(found: tuple[Identity, ...]) -> list[Decision]:
    verdict = judge(found, _PATIENT)
    answers = (verdict.outcome is not Outcome.REFUSED, verdict.outcome is Outcome.WARNED, not verdict.apart)
    return [allowed(PROJECT) if yes else refused("", PROJECT) for yes in answers]
