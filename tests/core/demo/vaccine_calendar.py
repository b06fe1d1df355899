"""The French vaccination calendar, as far as the population needs it: what may be given when, to whom."""

from datetime import date
from typing import NamedTuple

YEAR = 365.25


class Dose(NamedTuple):
    """A dose of the calendar.

    Attributes:
        atc: beginning of the ATC code.
        rank: in the series; None when it has none.
        young, old: ages in days, both included.
        since, until: days of the recommendation.
        kind: INITIMMUNIZ, BOOSTER or IMMUNIZ.
        for_whom: ``""`` all, ``"pregnant"`` or ``"at risk"``.
    """

    atc: str
    rank: int | None
    young: float
    old: float
    since: str
    until: str
    kind: str
    source: str
    for_whom: str = ""

    def fits(self, atc: str, rank: int | None, age: int, day: date) -> bool:
        """Whether a dose given is this one."""
        return (
            atc.startswith(self.atc)
            and rank == self.rank
            and self.young <= age <= self.old
            and self.since <= day.isoformat() <= (self.until or "9999")
        )


FIRST, BOOSTER, YEARLY = "INITIMMUNIZ", "BOOSTER", "IMMUNIZ"
_2013 = "Calendrier vaccinal 2013 : M2, M4, M11 ; 6 ans ; 11-13 ans ; 25, 45, 65 ans puis tous les dix ans"
_OBLIGATORY = "Décret 2017-42 et calendrier 2018 : M5 puis M12"
_2025 = "Décret 2024-694 : obligatoires au 1er janvier 2025"

CALENDAR = (
    Dose("J07CA09", 1, 56, 100, "2013-04-15", "", FIRST, _2013),
    Dose("J07CA09", 2, 112, 160, "2013-04-15", "", FIRST, _2013),
    Dose("J07CA09", 3, 330, 400, "2013-04-15", "", BOOSTER, _2013),
    Dose("J07AL02", 1, 56, 100, "2010-06-01", "", FIRST, _2013),
    Dose("J07AL02", 2, 112, 160, "2010-06-01", "", FIRST, _2013),
    Dose("J07AL02", 3, 330, 400, "2010-06-01", "", BOOSTER, _2013),
    Dose("J07AL02", 1, 18 * YEAR, 65 * YEAR, "2024-05-02", "", FIRST, "HAS 2023, VPC20", "at risk"),
    Dose("J07AL02", 1, 65 * YEAR, 110 * YEAR, "2024-05-02", "", FIRST, "HAS 2023 et 2025, VPC20"),
    Dose("J07BH", 1, 42, 105, "2022-12-01", "", FIRST, "HAS, juin 2022 : deux ou trois doses dès 6 semaines"),
    Dose("J07BH", 2, 70, 170, "2022-12-01", "", FIRST, "HAS, juin 2022"),
    Dose("J07AH07", 1, 365, 455, "2010-01-01", "2016-12-31", FIRST, "HCSP 2009 : une dose à 12 mois"),
    Dose("J07AH07", 1, 140, 200, "2017-01-01", "2024-12-31", FIRST, _OBLIGATORY),
    Dose("J07AH07", 2, 365, 455, "2017-01-01", "2024-12-31", BOOSTER, _OBLIGATORY),
    Dose("J07AH08", 1, 170, 240, "2025-01-01", "", FIRST, _2025),
    Dose("J07AH08", 2, 365, 455, "2025-01-01", "", BOOSTER, _2025),
    Dose(
        "J07AH08", 1, 11 * YEAR, 25 * YEAR, "2025-01-01", "", FIRST, "HAS 2024 : 11-14 ans, rattrapage à 24"
    ),
    Dose("J07AH09", 1, 85, 140, "2022-04-01", "", FIRST, _2025),
    Dose("J07AH09", 2, 140, 200, "2022-04-01", "", FIRST, _2025),
    Dose("J07AH09", 3, 365, 455, "2022-04-01", "", BOOSTER, _2025),
    Dose("J07BD52", 1, 365, 420, "2005-01-01", "", FIRST, _2013),
    Dose("J07BD52", 2, 480, 580, "2005-01-01", "", FIRST, _2013),
    Dose("J07CA02", 4, 6 * YEAR - 30, 7 * YEAR, "2013-04-15", "", BOOSTER, _2013),
    Dose("J07CA02", None, 11 * YEAR, 14 * YEAR, "2013-04-15", "", BOOSTER, _2013),
    Dose("J07CA02", None, 16 * YEAR, 50 * YEAR, "2022-04-12", "", BOOSTER, "HAS 2022 : 20-36 SA", "pregnant"),
    Dose("J07CA", None, 64.9 * YEAR, 67 * YEAR, "2013-04-15", "", BOOSTER, _2013),
    Dose("J07CA", None, 74.9 * YEAR, 77 * YEAR, "2013-04-15", "", BOOSTER, _2013),
    Dose(
        "J07CA01",
        None,
        18 * YEAR,
        110 * YEAR,
        "2000-01-01",
        "2013-04-14",
        BOOSTER,
        "Avant 2013 : tous les dix ans",
    ),
    Dose(
        "J07BM03", 1, 11 * YEAR, 20 * YEAR, "2018-08-01", "", FIRST, "HAS 2019 : 11-14 ans, rattrapage à 19"
    ),
    Dose("J07BM03", 2, 11 * YEAR, 20 * YEAR, "2018-08-01", "", FIRST, "HAS 2019"),
    Dose(
        "J07BM03",
        3,
        15 * YEAR,
        20 * YEAR,
        "2018-08-01",
        "",
        FIRST,
        "HAS 2019 : trois doses dès 15 ans révolus",
    ),
    Dose("J07BB", None, 65 * YEAR - 1, 110 * YEAR, "2000-01-01", "", YEARLY, "Campagnes : dès 65 ans"),
    Dose(
        "J07BB", None, 180, 65 * YEAR, "2000-01-01", "", YEARLY, "Campagnes : affections listées", "at risk"
    ),
    Dose("J07BN", 1, 12 * YEAR, 110 * YEAR, "2021-01-18", "2023-03-31", FIRST, "Campagne de 2021"),
    Dose("J07BN", 2, 12 * YEAR, 110 * YEAR, "2021-02-08", "2023-03-31", FIRST, "Campagne de 2021"),
    Dose(
        "J07BN", 3, 65 * YEAR, 110 * YEAR, "2021-09-01", "2023-03-31", BOOSTER, "HAS, août 2021 : dès 65 ans"
    ),
    Dose(
        "J07BN", 4, 60 * YEAR, 110 * YEAR, "2022-04-07", "2023-03-31", BOOSTER, "DGS 2022 : deuxième rappel"
    ),
    Dose("J07BN", 5, 65 * YEAR, 110 * YEAR, "2023-10-02", "", BOOSTER, "Campagnes d'automne : dès 65 ans"),
    Dose(
        "J07BK03",
        1,
        65 * YEAR,
        110 * YEAR,
        "2024-12-17",
        "",
        FIRST,
        "HAS, mars 2024 : dès 65 ans, deux doses",
    ),
    Dose("J07BK03", 2, 65 * YEAR, 110 * YEAR, "2024-12-17", "", FIRST, "HAS, mars 2024"),
)

INTERVALS = (
    ("J07BK03", 1, 2, 56, 200),
    ("J07BN", 1, 2, 21, 60),
    ("J07BN", 2, 3, 150, 400),
    ("J07BN", 3, 4, 90, 500),
    ("J07BN", 4, 5, 180, 1000),
    ("J07BD52", 1, 2, 28, 400),
)
"""Least and most days from a dose to the next."""
