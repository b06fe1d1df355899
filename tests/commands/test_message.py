"""`dmptui message`: what is sent, what is refused, what the person then has."""

from pathlib import Path

from tests.commands.conftest import Run
from tests.commands.people import BERNARD, ROUX
from tests.commands.test_documented_json import documented

WORDS = ("--subject", "Vos résultats")


def test_a_message_with_a_document_is_sent_and_told_to_the_person(run: Run, tmp_path: Path) -> None:
    run("mes", BERNARD, "documents")  # entering activates the profile
    seen = run("mes", BERNARD, "documents", "--json").json[0]["id"]
    before = {n["id"] for n in run("mes", BERNARD, "notifications", "--json").json}
    traced = {t["id"] for t in run("mes", BERNARD, "traces", "--json").json}
    file = tmp_path / "message.txt"
    file.write_text("Bonjour,\nils sont bons.", encoding="utf-8")
    answer = run("message", BERNARD, *ROUX, *WORDS, "--file", file, "--document", seen, "--json")
    assert answer.code == 0, answer.err
    assert set(answer.json) == documented("message")
    assert answer.json["document"] == seen
    now = run("mes", BERNARD, "notifications", "--json").json
    told = [n["text"] for n in now if n["id"] not in before]
    assert len(told) == 2  # the opening, and the message
    assert sum("vous a envoyé un message" in text for text in told) == 1
    assert not any("résultats" in text for text in told)
    traces = run("mes", BERNARD, "traces", "--json").json
    new = [t for t in traces if t["action"] == "message" and t["id"] not in traced]
    assert [t["object_id"] for t in new] == [seen]


def test_what_cannot_be_sent(run: Run, tmp_path: Path) -> None:
    run("mes", BERNARD, "documents")
    before = run("mes", BERNARD, "traces", "--json").json
    empty = run("message", BERNARD, *ROUX, *WORDS, "--text", " ")
    assert (empty.code, "vide" in empty.err) == (2, True)
    binary = tmp_path / "photo.jpg"
    binary.write_bytes(b"\xff\xd8\xff")
    assert run("message", BERNARD, *ROUX, *WORDS, "--file", binary).code == 2
    assert run("message", BERNARD, *ROUX, *WORDS, "--text", "a", "--document", "zzz").code == 1
    traces = run("mes", BERNARD, "traces", "--json").json
    assert messages(traces) == messages(before)


def messages(traces: list[dict[str, str]]) -> list[str]:
    """The traces of a message."""
    return [t["id"] for t in traces if t["action"] == "message"]
