"""What the Assurance Maladie deposits: a document of reimbursements each year."""

from datetime import timedelta

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import reimbursed
from dmptui.core.demo.stories.follow_up import treatments
from dmptui.core.model.practitioner import Organization
from dmptui.core.writing.codes import CCAM, Code
from dmptui.core.writing.parties import AutomatedSource
from dmptui.core.writing.reimbursements import Care, Delivery, Reimbursements

ASSURANCE_MALADIE = AutomatedSource(
    id="518003502400041/1.2.250.1.215.1.2",
    name="Assurance Maladie",
    profession="ALIM_AM",
    organization=Organization(id="318003502400041", name="Assurance Maladie", facility="SA24"),
    setting="AMO",
)
_NGAP = "1.2.250.1.215.300.2"
_CONSULTATION = Code("G", "Consultation au cabinet, médecin généraliste", _NGAP)
_NURSING = Code("AMI", "Acte infirmier", _NGAP)
_MAMMOGRAPHY = Code("QEQK004", "Mammographie de dépistage", CCAM)
_BLOOD = Code("0126", "Bilan biologique", _NGAP)


def yearly_reimbursements(story: Story, years: int) -> None:
    """One document a year, each for the year before it."""
    for year in range(years, 0, -1):
        start = story.moment(year * 365, 0)
        end = start + timedelta(days=364)
        content = reimbursed(_period(story, year * 365))
        story.tell(
            Act(
                start, ASSURANCE_MALADIE, "REMB", f"Données de remboursement {start:%m/%Y} - {end:%m/%Y}",
                content, ended=end, delay=timedelta(hours=5), archived=year > 3,
            )
        )  # fmt: skip


def _period(story: Story, first_ago: int) -> Reimbursements:
    deliveries: list[Delivery] = []
    care: list[Care] = []
    for month in range(0, 12, 3):
        on = story.moment(first_ago - month * 30 - 8, 0).date()
        deliveries += [
            Delivery(on, line.medicine, line.atc, 3, "Dr Claire ROUX", "Pharmacie de la Halle")
            for line in treatments(story, on)
        ]
        care.append(Care(on, _CONSULTATION, "Dr Claire ROUX"))
        care.append(Care(on + timedelta(days=12), _NURSING, "Mme Sandrine PETIT"))
    first = story.moment(first_ago - 40, 0).date()
    return Reimbursements(
        medicines=tuple(deliveries),
        care=tuple(care),
        imaging=(Care(first, _MAMMOGRAPHY, "Dr Anne VIDAL"),),
        biology=tuple(Care(first + timedelta(days=91 * n), _BLOOD, "LABM des Halles") for n in range(4)),
    )
