"""A list of documents by window: what is asked, how much is held, and what the keys do meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from dmptui.core.client.windows import Windows
from dmptui.core.errors import NotFound, Unavailable
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Document
from dmptui.core.model.selection import Heading, Selection, Window
from dmptui.core.work.listing import Listing
from dmptui.screens.documents.windows import DocumentWindows, WindowShelf
from dmptui.screens.parts.document_rows import ListedDocument
from dmptui.screens.parts.windows import MOST, SIZE
from tests.screens.driver import NOW, Dmp
from tests.screens.test_documents import group, groups, opened, pick, titles

__all__ = ["opened"]


@dataclass
class Listed:
    """A listing of ``number`` documents, that remembers what it was asked."""

    number: int
    asked: list[int] = field(default_factory=list)
    missing: int = 0

    async def window(
        self, _selection: Selection, offset: int, size: int, around: str = ""
    ) -> Window[Document]:
        if around:
            offset = int(around) // size * size
        self.asked.append(offset // size)
        last = min(offset + size, self.number - self.missing)
        return Window(offset, tuple(made(place) for place in range(offset, last)))


def made(place: int) -> Document:
    when = NOW - timedelta(minutes=place)
    return Document(
        id=str(place), title=f"t{place}", type=Coding(code="c"), category=Coding(code="10"), date=when
    )


def windows_of(listing: Listed) -> DocumentWindows:
    heading = Heading(personal=False, value="", number=listing.number)
    prepare = lambda document: ListedDocument.of(document, new=False)  # noqa: E731
    return DocumentWindows(listing, Selection(), (heading,), prepare)  # type: ignore[arg-type]


async def fill(windows: DocumentWindows) -> None:
    while (number := windows.needed()) is not None:
        await windows.load(number)


async def test_a_list_that_fits_is_taken_whole_each_window_once() -> None:
    listing = Listed(SIZE * MOST)
    windows = windows_of(listing)
    await fill(windows)
    assert sorted(listing.asked) == list(range(MOST))
    assert not windows.coming
    assert [windows.at(place).document.id for place in (0, SIZE, SIZE * MOST - 1)] == [  # type: ignore[union-attr]
        "0",
        str(SIZE),
        str(SIZE * MOST - 1),
    ]


@pytest.mark.parametrize("number", [50_000, 1_000_000])
async def test_of_a_longer_one_what_is_looked_at_and_what_is_near(number: int) -> None:
    listing = Listed(number)
    windows = windows_of(listing)
    for place in (0, number // 2, number - 1):
        assert windows.at(place) is None
        await fill(windows)
        assert windows.at(place) is not None
    last = -(-number // SIZE) - 1
    middle = number // 2 // SIZE
    assert listing.asked == [0, 1, middle, middle + 1, middle - 1, last, last - 1]
    assert not windows.coming


async def test_what_is_held_does_not_grow() -> None:
    windows = windows_of(Listed(50_000))
    for place in range(0, 50_000, SIZE):
        windows.at(place)
        await fill(windows)
        assert len(windows._held) <= MOST


async def test_what_is_looked_at_last_comes_first_and_what_was_passed_by_never() -> None:
    listing = Listed(50_000)
    windows = windows_of(listing)
    for number in range(100):
        windows.at(number * SIZE)
    await windows.load(windows.needed() or 0)
    assert listing.asked == [99]
    await fill(windows)
    assert len(listing.asked) < MOST


async def test_documents_that_went_meanwhile_are_not_asked_for_ever() -> None:
    listing = Listed(SIZE + 10, missing=5)
    windows = windows_of(listing)
    await fill(windows)
    assert windows.at(SIZE + 7) is None
    assert windows.needed() is None
    with pytest.raises(NotFound):
        await WindowShelf(windows).at(SIZE + 7)


async def test_a_shelf_reads_on_over_the_end_of_a_window() -> None:
    windows = windows_of(Listed(50_000))
    await windows.load(0)
    shelf = WindowShelf(windows)
    assert len(shelf) == 50_000
    assert shelf.place(made(SIZE - 1)) == SIZE - 1
    assert (await shelf.at(SIZE)).id == str(SIZE)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows of which few are held: no list of the demonstration fits in them."""
    for module in ("documents", "parts"):
        monkeypatch.setattr(f"dmptui.screens.{module}.windows.SIZE", 20)
    monkeypatch.setattr("dmptui.screens.parts.windows.MOST", 3)


def shown(dmp: Dmp) -> Sequence[str]:
    return [line[1:75].rstrip() for line in dmp.lines[5:28]]


def is_awaited(dmp: Dmp) -> bool:
    """Whether a row that is shown has not come."""
    return any(line.strip(" ▸") == "…" for line in shown(dmp))


async def test_the_end_of_a_long_list_and_back(opened, small):
    async with opened() as dmp:
        await dmp.sees("116 documents")
        await dmp.until(lambda: not is_awaited(dmp))
        first = shown(dmp)
        await dmp.keys("G")
        await dmp.until(lambda: dmp.list.key is not None and not is_awaited(dmp))
        assert dmp.list.rows[-1] == dmp.list.rows[dmp.list.rows.find(dmp.list.key)]
        assert "BERNARD Lucie" in shown(dmp)[-1]
        await dmp.keys("g")
        await dmp.until(lambda: shown(dmp) == first)


async def test_marks_are_kept_across_windows_and_filters(opened, small):
    async with opened() as dmp:
        await dmp.keys("space")
        await dmp.keys("G")
        await dmp.until(lambda: dmp.list.key is not None)
        await dmp.keys("space")
        await dmp.sees("2 choisis")
        await dmp.keys("/")
        await dmp.types("zzz")
        await dmp.sees("Aucun document")
        await dmp.keys("enter", "M")
        await dmp.sees("2 documents")


async def test_a_window_that_does_not_come_is_said_and_asked_again_by_f5(opened, small, monkeypatch):
    async with opened() as dmp:

        async def fails(*_args: object) -> None:
            raise Unavailable("Le serveur du DMP ne répond pas.")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Listing, "window", fails)
            await dmp.keys("G")
            await dmp.sees("liste incomplète — F5 : redemander", "Le serveur du DMP ne répond pas.")
        await dmp.keys("enter")
        await dmp.sees_no("Fermer")
        await dmp.keys("f5")
        await dmp.sees("116 documents")


async def state(dmp: Dmp) -> tuple[list[str], list[str], str]:
    await dmp.arrived()
    return titles(dmp), groups(dmp), dmp.lines[3]


async def seen(dmp: Dmp) -> list[object]:
    """What the page shows under several filters, sorts and groups."""
    found: list[object] = [await state(dmp)]
    await dmp.keys("s")
    await dmp.sees("Trier par")
    await dmp.types("auteur")
    await dmp.keys("enter")
    await dmp.sees("Auteur ↑")
    found.append(await state(dmp))
    await group(dmp, "famille")
    await dmp.until(lambda: len(groups(dmp)) > 2)
    found.append(await state(dmp))
    await dmp.keys("v", "x")
    await dmp.sees("+ archivés")
    await pick(dmp, "état", "archivé", "masqué")
    await dmp.until(lambda: "état :" in dmp.lines[3])
    found.append(await state(dmp))
    await dmp.keys("f")
    await dmp.sees("Filtrer par")
    await dmp.types("période")
    await dmp.keys("enter")
    await dmp.sees("depuis 1 mois")
    found.append([line[line.index("│") : line.rindex("│")] for line in dmp.lines if "│" in line])
    return found


async def test_a_list_taken_whole_shows_the_same(opened, monkeypatch):
    async with opened() as dmp:
        by_window = await seen(dmp)

    async def offers_nothing(_windows: Windows) -> bool:
        return False

    monkeypatch.setattr(Windows, "offered", offers_nothing)
    async with opened() as dmp:
        assert await seen(dmp) == by_window
