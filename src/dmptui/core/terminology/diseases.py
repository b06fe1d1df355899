"""Which diseases a vaccine protects from, by its ATC code (WHO, ATC/DDD index, J07)."""

from functools import cache, lru_cache

from dmptui.core.terminology.folding import fold
from dmptui.core.terminology.tables import Vaccine, rows, vaccines


@cache
def diseases_of(atc: str) -> tuple[str, ...]:
    """The diseases of an ATC code, else of the nearest group around it; none when that is not known."""
    table = _diseases()
    known = (table[atc[:size]] for size in range(len(atc), 0, -1) if atc[:size] in table)
    return next(known, ())


@lru_cache(512)
def known_vaccine(cis: str, name: str) -> Vaccine | None:
    """The packaged vaccine of a CIS code, else of a brand, which is the first word of its name."""
    brand = _brand(name)
    by_code = (vaccine for vaccine in vaccines().values() if cis and vaccine.cis == cis)
    by_brand = (vaccine for vaccine in vaccines().values() if brand and _brand(vaccine.name) == brand)
    return next(by_code, None) or next(by_brand, None)


@cache
def _diseases() -> dict[str, tuple[str, ...]]:
    return {atc: tuple(diseases.split(";")) for atc, diseases, _source in rows("vaccine_diseases")}


def _brand(name: str) -> str:
    return fold(name).partition(",")[0].partition(" ")[0]
