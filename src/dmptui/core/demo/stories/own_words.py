"""What the richest record's patient writes herself, and what her doctor codes of it."""

from dmptui.core.demo.acts import Act, Story
from dmptui.core.demo.content import scanned, typed
from dmptui.core.writing.directives import DIALYSIS, FEEDING, LIFE_SUPPORT, RESUSCITATION, Directive


def what_she_dropped(story: Story) -> None:
    """What she dropped herself in Mon espace santé."""
    for ago, code, title, content in (
        (
            110,
            "EXPPAT_3",
            "Mes directives anticipées",
            scanned(
                "Je soussignée, BERNARD Lucie, née le 04/11/1951, écris ceci en pleine conscience.",
                "Si je ne peux plus m'exprimer et que mon état est sans espoir, je ne souhaite "
                "ni réanimation, ni alimentation artificielle. Je souhaite être soulagée, même si ma vie en "
                "est abrégée.",
                "Ma personne de confiance est ma fille, Anne BERNARD, 06 39 98 14 51.",
                "Fait à Valmont.",
            ),
        ),
        (
            108,
            "EXPPAT_1",
            "Personne de confiance et dons d'organes",
            typed(
                "Personne de confiance : ma fille Anne BERNARD, 06 39 98 14 51.\n"
                "Je ne m'oppose pas au don de mes organes.\n"
                "À prévenir aussi : mon voisin M. LOPEZ, 01 99 00 77 31.\n"
            ),
        ),
        (
            240,
            "DOCPAT01",
            "Mon carnet de tension, printemps",
            typed("Matin 134/76, 138/79, 131/74.\nSoir 141/80, 136/77, 133/75.\nMon tensiomètre est neuf.\n"),
        ),
        (
            410,
            "DOCPAT03",
            "Compte rendu d'une consultation à l'étranger",
            scanned(
                "Consultation du 3 août, clinique de vacances. Entorse de la cheville gauche, bande et repos."
            ),
        ),
    ):
        story.tell(Act(story.moment(ago, 20, 35), story.patient, code, title, content))


def her_directives(story: Story) -> tuple[Directive, ...]:
    """Her directives, as her doctor codes them after reading them with her."""
    since = story.moment(110, 20).date()
    return (
        Directive(LIFE_SUPPORT, accepted=False, since=since),
        Directive(RESUSCITATION, accepted=False, since=since),
        Directive(FEEDING, accepted=False, since=since),
        Directive(DIALYSIS, accepted=True, since=since),
    )
