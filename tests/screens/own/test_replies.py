"""The person answers a message: from the key to what the professional reads, and back."""

from datetime import timedelta

from dmptui.core.demo.time import MovableClock
from dmptui.widgets.rows import Row
from tests.screens.driver import NOW, Dmp
from tests.screens.own.driver import doctor, enter, go

MINUTE = timedelta(minutes=1)


def offered(dmp: Dmp) -> str:
    """The keys of the page, at the foot of the screen."""
    return dmp.lines[-1]


async def test_a_message_is_answered_and_the_answer_read(start, settings):
    async with doctor(settings, "bernard", MINUTE) as (record, _session):
        await record.write_message("Vos résultats", "Ils sont bons.")
    async with start(size=(120, 40)) as dmp:
        MovableClock(lambda: NOW, settings.data_dir).advance(timedelta(days=1))
        await enter(dmp, "bernard")
        await go(dmp, "own_messages")
        dmp.list.go_to(next(r.key for r in dmp.list.rows if isinstance(r, Row) and "a ouvert" in r.cells[2]))
        await dmp.until(lambda: "r répondre" not in offered(dmp))
        await dmp.keys("r")
        await dmp.sees("On ne répond qu'à un message reçu d'un professionnel.")
        dmp.list.go_to(dmp.list.rows[1].key)
        await dmp.until(lambda: "r répondre" in offered(dmp))
        await dmp.keys("enter")
        await dmp.sees("Ils sont bons.")
        await dmp.keys("r")
        await dmp.sees("Répondre à Dr ROUX Claire", "Re : Vos résultats", "▸ Texte")
        await dmp.sees_no("Document joint")
        await dmp.types("Merci")
        await dmp.keys("escape", "r")
        await dmp.sees("Répondre à Dr ROUX Claire", "Merci")
        await dmp.types(" !")
        await dmp.keys("tab", "enter")
        await dmp.sees("Répondre à Dr ROUX Claire, au sujet de", "Merci !")
        await dmp.keys("enter")
        await dmp.sees("Réponse envoyée, au sujet de")
        await dmp.keys("enter")
        await dmp.until(lambda: dmp.list.rows[2].cells[2] == "  Re : Vos résultats")
        dmp.list.go_to(dmp.list.rows[2].key)
        await dmp.sees("Pas encore lu par le professionnel.")
        await dmp.until(lambda: "r répondre" not in offered(dmp))
        await dmp.keys("escape")

        await dmp.log_in("ROUX")
        await dmp.open("bernard")
        await dmp.page("messages")
        await dmp.sees("1 réponse non lue")
        assert dmp.list.rows[1].cells[1] == "  Re : Vos résultats"
        await dmp.keys("down", "enter")
        await dmp.sees_no("1 réponse non lue")
        await dmp.sees("Réponse de BERNARD Lucie, le 24/11/2026", "Merci !")
