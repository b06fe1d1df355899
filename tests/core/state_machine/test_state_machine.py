"""Random professionals, patients and acts, through the client to the server, against a model of the rules.

After each step: what was served is what the model allows; each thing served or refused left one trace, each
deposit, change and consultation one notification; no other document has a new version. ``DMPTUI_STEPS``
asks for another number of steps, drawn anew each time; without it they are always the same.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from dmptui.core.store.base import Store
from dmptui.core.store.remote.opening import open_store
from tests.core.state_machine.patients import Patients
from tests.core.state_machine.world import fill, template
from tests.core.store.remote import medplum

STEPS = int(os.environ.get("DMPTUI_STEPS", "10000"))
FEW = 300
REFUSALS = (
    "vous a bloqué",
    "pas encore d'autorisation",
    "matrice d'habilitation",
    "masqué aux professionnels",
    "a été supprimé",
    "autre dossier",
    "préparé pour un autre dossier",
    "pas encore visible",
    "pas visible des représentants",
    "ne se nomme pas",
    "expiré",
    "s'est refermé",
    "pas identifié",
)
ACTIONS = (
    "ouverture",
    "lecture",
    "depot",
    "remplacement",
    "suppression",
    "masquage",
    "demasquage",
    "blocage",
    "retrait",
    "message",
    "recherche",
    "trouvé",
    "non lu",
    "plusieurs",
    "seul",
    "opposition",
    "fermeture",
    "reouverture",
)


def tuned(steps: int, each: int = 100) -> settings:
    """Runs of ``each`` steps; a few more than asked, since some end early."""
    return settings(
        max_examples=1 + 24 * steps // (20 * each),
        stateful_step_count=each,
        deadline=None,
        database=None,
        derandomize="DMPTUI_STEPS" not in os.environ,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )


def test_the_dmp_does_what_its_rules_say(tmp_path: Path) -> None:
    class Machine(Patients):
        folder = tmp_path
        made = asyncio.run(template(tmp_path))
        met = Counter()

    run_state_machine_as_test(Machine, settings=tuned(STEPS))
    assert Machine.met[""] >= STEPS
    assert not [word for word in (*REFUSALS, *ACTIONS) if not Machine.met[word]]


@pytest.fixture(scope="module")
def medplum_url() -> Iterator[str]:
    """Medplum of one's own, while the module lasts."""
    with medplum.running() as url:
        yield url


def test_the_dmp_does_the_same_over_another_server(medplum_url: str, tmp_path: Path) -> None:
    async def filled() -> Store:
        async with medplum.emptied(medplum_url) as emptied:
            await fill(emptied)
        return await open_store(medplum_url)

    class Machine(Patients):
        folder = tmp_path
        made = None
        refill = staticmethod(filled)
        met = Counter()

    run_state_machine_as_test(Machine, settings=tuned(min(FEW, STEPS), each=50))
    assert Machine.met["ouverture"]
