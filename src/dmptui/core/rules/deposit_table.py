"""The table of what a deposit may announce, made by asking the rules, for ``rules.table``."""

from datetime import date, timedelta

from dmptui.core.rules import deposit
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.own_table import Table
from dmptui.core.text import _

_BORN, _TODAY = date(1980, 5, 2), date(2026, 1, 5)
_DAY = timedelta(days=1)


def table() -> Table:
    """One row a value, and whether it is accepted."""
    decisions = {**_file(), **_title(), **_type(), **_act(), **_setting()}
    rows = [(label, [decision]) for label, decision in decisions.items()]
    return Table(_("Ce qu'un dépôt annonce"), [_("valeur"), _("acceptée")], rows)


def _file() -> dict[str, Decision]:
    most = deposit.MAX_BYTES
    formats = ", ".join(sorted(ending.lstrip(".") for ending in deposit.CONTENT_TYPES))
    return {
        _("fichier vide"): deposit.size_rule(0, most),
        _("fichier de 5 Mo"): deposit.size_rule(most, most),
        _("fichier de plus de 5 Mo"): deposit.size_rule(most + 1, most),
        _("format : {names}").format(names=formats): deposit.format_rule(deposit.CDA),
        _("autre format"): deposit.format_rule("application/zip"),
    }


def _title() -> dict[str, Decision]:
    return {
        _("titre vide"): deposit.title_rule(" "),
        _("titre de 255 caractères"): deposit.title_rule("x" * deposit.MAX_TITLE),
        _("titre de 256 caractères"): deposit.title_rule("x" * (deposit.MAX_TITLE + 1)),
    }


def _type() -> dict[str, Decision]:
    return {
        _("type de JDV_J07 (11488-4)"): deposit.type_rule("11488-4"),
        _("type inconnu"): deposit.type_rule("-"),
    }


def _act() -> dict[str, Decision]:
    days = {
        _("acte de la veille de la naissance"): _BORN - _DAY,
        _("acte du jour de la naissance"): _BORN,
        _("acte d'aujourd'hui"): _TODAY,
        _("acte de demain"): _TODAY + _DAY,
    }
    return {label: deposit.act_rule(on, born=_BORN, today=_TODAY) for label, on in days.items()}


def _setting() -> dict[str, Decision]:
    return {
        _("cadre d'exercice de JDV_J04 (AMBULATOIRE)"): deposit.setting_rule("AMBULATOIRE"),
        _("aucun cadre : celui de qui dépose"): deposit.setting_rule(""),
        _("cadre inconnu"): deposit.setting_rule("-"),
    }
