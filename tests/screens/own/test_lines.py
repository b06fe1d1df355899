"""What the lines of Mon espace santé say: pure values."""

from datetime import date, timedelta

import pytest

from dmptui.core.demo.practitioners import practitioners
from dmptui.core.model.access import Authorisation, AuthorisationStatus, CareTeamMember, ConsentKind, Team
from dmptui.core.model.message import Message
from dmptui.core.model.patient import Closure, DmpState
from dmptui.screens.own.home.profile import profile_lines
from dmptui.screens.own.professionals.rows import merged, rows
from dmptui.screens.parts.own_line import identity
from dmptui.widgets.rows import Group
from tests.screens.driver import NOW, patient_of

PEOPLE = {each.id: each for each in practitioners()}
ROUX, OTHER = list(PEOPLE)[:2]
YEAR = timedelta(days=365)


@pytest.mark.parametrize(
    ("state", "changes", "said"),
    [
        (
            DmpState.NOTIFIED,
            {"notified": date(2026, 11, 18)},
            "▸ notifié le 18/11/2026 ···   ouvert le 30/12/2026 ···   activé",
        ),
        (DmpState.OPEN, {}, "✓ notifié ─── ▸ ouvert ···   activé"),
        (DmpState.ACTIVATED, {}, "✓ notifié ─── ✓ ouvert ─── ▸ activé"),
        (DmpState.OPPOSED, {}, "✓ notifié ─── ▸ opposé"),
        (
            DmpState.CLOSED,
            {"closure": Closure(date=date(2026, 1, 2), motif="-", reason="Je préfère")},
            "✓ notifié ─── ✓ ouvert ─── ▸ fermé le 02/01/2026",
        ),
    ],
)
def test_the_steps_of_a_profile(state, changes, said):
    patient = patient_of("bernard").model_copy(update={"state": state, **changes})
    lines = ["".join(text for text, _role in line) for line in profile_lines(patient, 80)]
    assert lines[1].strip() == said
    assert all(len(line) <= 80 for line in lines)
    assert ("  Raison : Je préfère" in lines) == (state is DmpState.CLOSED)


def authorisation(identifier, *, permitted=True, since=NOW):
    return Authorisation(
        practitioner_id=identifier,
        permitted=permitted,
        since=since,
        until=since + YEAR if permitted else None,
    )


@pytest.mark.parametrize("latest_first", [True, False])
def test_what_may_be_withdrawn_is_said_of_who_has_several_rights(latest_first):
    """A consultation that lasts, an entry under a team, a consultation that is over."""
    team = Team(identifier="1ch", name="CH")
    of_team = authorisation("").model_copy(update={"team": team, "since": NOW - YEAR / 2})
    entry = authorisation(ROUX, since=NOW).model_copy(
        update={"kind": ConsentKind.INFORMATION, "organization_id": "1ch", "until": None}
    )
    over = authorisation(ROUX, since=NOW - 3 * YEAR)
    lasting = authorisation(ROUX, since=NOW - YEAR / 3)
    given = [of_team, over, lasting, entry]
    known = merged(PEOPLE, given[::-1] if latest_first else given, (), (), NOW)
    assert known[ROUX].consent == lasting
    assert merged(PEOPLE, [of_team, over, entry], (), (), NOW)[ROUX].status is AuthorisationStatus.VALID


def test_everybody_once_whatever_says_so():
    given = [authorisation(ROUX), authorisation(ROUX, since=NOW - 3 * YEAR), authorisation("8unknown")]
    team = [
        CareTeamMember(identifier=ROUX, name="Dr ROUX", role="Médecin traitant"),
        CareTeamMember(identifier="1ch", name="CH", role="Référence", is_organization=True),
    ]
    known = merged(PEOPLE, given, team, [ROUX, OTHER], NOW)
    assert list(known) == [ROUX, "1ch", OTHER, "8unknown"]
    assert (known[ROUX].status, known[ROUX].since, known[ROUX].role) == (
        AuthorisationStatus.VALID,
        NOW,
        "Médecin traitant",
    )
    assert known[OTHER].attending
    groups = [line.title for line in rows(known.values()) if isinstance(line, Group)]
    assert groups == [
        "Médecin traitant, ou administrateur (2)",
        "Peuvent consulter (1)",
        "Cercle de soins, sans autorisation (1)",
    ]


@pytest.mark.parametrize(
    ("subject", "text", "said"),
    [
        ("", "Dr A (Médecin, Cabinet) a ouvert\nvotre DMP (urgence).", "Dr A a ouvert votre DMP (urgence)."),
        ("Résultats", "Bons.", "Résultats"),
    ],
)
def test_a_message_in_a_line(subject, text, said):
    assert Message(id="1", sent=NOW, subject=subject, text=text).headline == said


@pytest.mark.parametrize("width", [30, 44, 60, 90])
@pytest.mark.parametrize("key", ["bernard", "rochefoucauld"])
def test_the_identity_always_ends_with_that_of_the_ins(key, width):
    patient = patient_of(key)
    line = identity(patient, NOW.date(), width)
    assert line.endswith(patient.ins.value[13:])
    assert len(line) <= width
