"""The demonstration professionals: fictional for sure, cheap to list, complete."""

import subprocess
import sys

import pytest

from dmptui.core.demo.identities import Identity, Row, identities, rows
from dmptui.core.demo.practitioners import organizations, practitioners, role
from dmptui.core.model.practitioner import Organization
from dmptui.core.terminology import facility_label, profession_label, setting_label, specialty_label


def luhn(digits: str) -> bool:
    doubled = (int(d) * (2 if index % 2 else 1) for index, d in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


@pytest.mark.parametrize("identity", identities(), ids=lambda identity: identity.name)
def test_rpps_is_well_formed_and_fictional(identity: Identity) -> None:
    assert len(identity.ps_id) == 12
    assert identity.ps_id.startswith("899900")
    assert luhn(identity.ps_id[1:])


@pytest.mark.parametrize("organization", organizations(), ids=lambda organization: organization.name)
def test_finess_is_well_formed_and_fictional(organization: Organization) -> None:
    assert len(organization.id) == 10
    assert organization.id.startswith("199")
    assert luhn(organization.id[1:])


def test_identifiers_are_unique() -> None:
    assert len({identity.ps_id for identity in identities()}) == len(identities()) >= 16


def test_every_identity_tells_what_it_shows() -> None:
    assert all(identity.note.endswith(".") and identity.situations for identity in identities())


def test_identities_and_practitioners_are_the_same_people() -> None:
    listed = [(i.ps_id, i.name, len(i.situations)) for i in identities()]
    assert listed == [
        (p.id, " ".join((p.civility, p.family, p.given)), len(p.situations)) for p in practitioners()
    ]


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.family}-{row.setting}")
def test_every_code_has_a_label(row: Row) -> None:
    assert profession_label(row.profession) != row.profession
    assert facility_label(row.facility) != row.facility
    assert setting_label(row.setting) != row.setting
    assert not row.specialty or specialty_label(row.profession, row.specialty) != row.specialty


def test_cast_covers_the_cases_of_the_rules() -> None:
    assert len(role("ROUX").practitioner.situations) == 2
    assert role("FAURE").situation.is_regulation
    assert not role("FAURE", 1).situation.is_regulation
    assert role("HADDAD").situation.organization == role("GARNIER").situation.organization


def test_listing_them_imports_nothing_heavy() -> None:
    code = (
        "import sys; from dmptui.core.demo.identities import identities; identities();"
        "print(sorted({'pydantic', 'lxml', 'httpx', 'sqlite3', 'starlette', 'textual'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
