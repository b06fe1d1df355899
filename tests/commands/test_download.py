"""`dmptui download`: all of a record, as it is, once."""

import hashlib
import re
import stat
from pathlib import Path

import pytest

from tests.commands.people import BERNARD, KONATE, ROUX

HIM = (BERNARD, *ROUX)


def sums(folder: Path) -> dict[str, str]:
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    return {name: sha256 for sha256, name in (line.split("  ", 1) for line in lines)}


def test_every_document_is_there_as_it_is_and_can_be_checked(run, tmp_path):
    folder = tmp_path / "dmp de ma patiente"
    ran = run("download", BERNARD, folder, *ROUX)
    assert ran.code == 0, ran.err
    listed = run("documents", BERNARD, *ROUX, "--all", "--json").json
    found = sums(folder)
    assert len(found) == len(listed) + 1  # the index
    for name, sha256 in found.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256
    index = (folder / "index.html").read_text()
    assert set(re.findall(r'href="([^"]+)"', index)) == set(found) - {"index.html"}
    assert f"{len(listed)} documents" in ran.out


def test_it_is_one_trace_that_names_what_it_read(run, tmp_path):
    run("download", KONATE, tmp_path / "d", "--as", "BENOIT")
    traced = [each for each in run("traces", KONATE, "--as", "BENOIT", "--json").json if not each["refusal"]]
    (whole,) = [each for each in traced if each["object"] == "telechargement"]
    assert len(whole["documents"]) == len(sums(tmp_path / "d")) - 1


def test_only_its_owner_reads_it_and_names_do_not_tell_whose_it_is(run, tmp_path):
    run("download", KONATE, tmp_path / "d", "--as", "BENOIT")
    for path in (tmp_path / "d").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
        assert "konate" not in path.name.lower()


def test_a_download_that_was_cut_is_resumed(run, tmp_path):
    folder = tmp_path / "d"
    run("download", KONATE, folder, "--as", "BENOIT")
    whole = sums(folder)
    gone, cut, *_others = sorted((folder / "documents").iterdir())
    gone.unlink()
    cut.write_bytes(cut.read_bytes()[:-10])
    (folder / "SHA256SUMS").unlink()
    ran = run("download", KONATE, folder, "--as", "BENOIT")
    assert f"{len(whole) - 3} étaient déjà là." in ran.out
    assert sums(folder) == whole


def test_two_records_are_not_mixed(run, tmp_path):
    run("download", KONATE, tmp_path / "d", "--as", "BENOIT")
    ran = run("download", BERNARD, tmp_path / "d", *ROUX)
    assert ran.code == 2
    assert "d'une autre personne" in ran.err


def test_a_folder_that_holds_something_else_is_left_alone(run, tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "photo.jpg").write_bytes(b"x")
    ran = run("download", KONATE, tmp_path / "d", "--as", "BENOIT")
    assert ran.code == 2
    assert "n'est pas vide" in ran.err
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["photo.jpg"]


@pytest.mark.parametrize("name", ["f", "f/d"])
def test_what_cannot_be_written_is_said(run, tmp_path, name):
    (tmp_path / "f").write_bytes(b"a file")
    ran = run("download", KONATE, tmp_path / name, "--as", "BENOIT")
    assert ran.code == 2
    assert "ne peut pas être écrit" in ran.err


def test_a_person_downloads_their_own(run, tmp_path):
    ran = run("mes", BERNARD, "download", tmp_path / "d")
    assert ran.code == 0, ran.err
    listed = run("mes", BERNARD, "documents", "--json").json
    assert len(sums(tmp_path / "d")) == len(listed) + 1
