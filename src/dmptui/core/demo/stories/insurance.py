"""What the Assurance Maladie deposits: a document of reimbursements each year, of what was done in it."""

from collections.abc import Iterator
from datetime import date, timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import reimbursed
from dmptui.core.demo.practitioners import role
from dmptui.core.demo.products import products
from dmptui.core.demo.stories.follow_up import treatments
from dmptui.core.model.days import day_of, in_figures
from dmptui.core.model.practitioner import Organization, PractitionerRole
from dmptui.core.writing.codes import GHS, NABM, Code
from dmptui.core.writing.parties import AutomatedSource, name_of
from dmptui.core.writing.reimbursements import Care, Delivery, Reimbursements, Stay

MONTHS = 3
"""Of treatment, that a pharmacy delivers at once."""

ASSURANCE_MALADIE = AutomatedSource(
    id="518003502400041/1.2.250.1.215.1.2",
    name="Assurance Maladie",
    profession="ALIM_AM",
    organization=Organization(id="318003502400041", name="Assurance Maladie", facility="SA24"),
    setting="AMO",
)
_DISPENSED, _IMAGED = "60593-1", "18748-4"
_GIVEN_BY_THE_STATE = "J07BN"
"""The vaccines against covid-19 are bought by the State: no pharmacy is paid for them."""


def yearly_reimbursements(story: Story, years: int) -> None:
    """One document a year, each for the year before it; told last, for it recalls what was told."""
    told = sorted(story.acts, key=lambda act: act.at)
    for year in range(years, 0, -1):
        start = story.moment(year * 365 + 2, 0)  # never the very day the first search of a list stops at
        end = start + timedelta(days=364)
        content = reimbursed(_period(story, told, day_of(start), day_of(end)))
        story.tell(
            Act(
                start, ASSURANCE_MALADIE, "REMB",
                f"Données de remboursement {in_figures(start)[3:]} - {in_figures(end)[3:]}",
                content, ended=end, delay=timedelta(hours=5), archived=year > 3,
            )
        )  # fmt: skip


def _period(story: Story, told: list[Act], start: date, end: date) -> Reimbursements:
    acts = [act for act in told if start <= day_of(act.at) <= end]
    billed = [(act, code) for act in acts for code in act.billed]
    return Reimbursements(
        medicines=tuple(_medicines(story, acts)),
        vaccinations=tuple(_vaccines(story, start, end)),
        stays=tuple(_stay(act, code) for act, code in billed if code.system == GHS),
        care=tuple(_care(act, code) for act, code in billed if _is_care(act, code)),
        imaging=tuple(_care(act, code) for act, code in billed if act.type_code == _IMAGED),
        biology=tuple(_care(act, code) for act, code in billed if code.system == NABM),
    )


def _is_care(act: Act, code: Code) -> bool:
    return act.type_code != _IMAGED and code.system not in (GHS, NABM)


def _medicines(story: Story, acts: list[Act]) -> Iterator[Delivery]:
    for act in acts:
        if act.type_code == _DISPENSED:
            for line in treatments(story, day_of(act.at)):
                sold = products()[line.medicine]
                yield _delivery(day_of(act.at), sold.name, sold.code, MONTHS * line.boxes)


def _vaccines(story: Story, start: date, end: date) -> Iterator[Delivery]:
    for shot in sorted(story.shots, key=lambda shot: shot.on):
        is_paid = shot.atc is not None and not shot.atc.code.startswith(_GIVEN_BY_THE_STATE)
        if start <= shot.on <= end and is_paid:
            sold = products().get(shot.vaccine)
            yield _delivery(shot.on, shot.vaccine, sold.code if sold else None, 1)


def _delivery(day: date, name: str, code: Code | None, boxes: int) -> Delivery:
    pharmacy = role("LAMBERT").situation.organization.name
    return Delivery(day, name, code, boxes, name_of(role("ROUX").practitioner), pharmacy)


def _stay(act: Act, group: Code) -> Stay:
    return Stay(day_of(act.at), day_of(act.ended or act.at), group, _place(act).name)


def _care(act: Act, code: Code) -> Care:
    assert isinstance(act.author, PractitionerRole)
    is_sample = code.system == NABM
    who = _place(act).name if is_sample else name_of(act.author.practitioner)
    return Care(day_of(act.at), code, who)


def _place(act: Act) -> Organization:
    assert isinstance(act.author, PractitionerRole)
    return act.author.situation.organization
