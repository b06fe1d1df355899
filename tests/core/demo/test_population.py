"""The fictional population shows every case of the rules, is coherent, and always the same."""

import base64
import hashlib
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from lxml import etree

from dmptui.core.demo.letters import MOST, RECENT
from dmptui.core.demo.population import Population, Record, generate
from dmptui.core.demo.practitioners import practitioners, role
from dmptui.core.documents.cda.entries import entries
from dmptui.core.documents.identities import identities_in
from dmptui.core.documents.read import read
from dmptui.core.model.access import AuthorisationStatus, ConsentKind
from dmptui.core.model.days import day_in
from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.model.ins import DEMO_NIR, problem_with
from dmptui.core.model.patient import DmpState
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.care_team import Standing, standing
from dmptui.core.rules.identity import Outcome, judge
from dmptui.core.rules.matrix import packaged_matrix
from dmptui.core.rules.messaging import fits
from dmptui.core.rules.reading import is_from_patient
from dmptui.core.terminology import document_type
from dmptui.core.writing.biology import TITLE

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def population() -> Population:
    return generate(TODAY)


def richest(population: Population) -> Record:
    return population.records[0]


def find(population: Population, name: str) -> list[Record]:
    return [record for record in population.records if record.patient.name.startswith(name)]


def stands(record: Record, family: str) -> Standing:
    me, team = role(family), record.team
    return standing(me, record.patient, team, record.authorisations, NOW)


def status(record: Record, family: str) -> AuthorisationStatus:
    return stands(record, family).status


def digest(population: Population) -> str:
    sha = hashlib.sha256()
    for record in population.records:
        sha.update(repr(record).encode())
    return sha.hexdigest()


def test_same_day_and_seed_give_the_same_bytes(population: Population) -> None:
    assert digest(generate(TODAY)) == digest(population)


def test_another_seed_gives_other_documents(population: Population) -> None:
    assert digest(generate(TODAY, seed=7)) != digest(population)


@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2028, 2, 29), date(2031, 6, 15)])
def test_any_day_makes_a_population(today: date) -> None:
    made = generate(today)
    documents = [d.meta for record in made.records for d in record.documents]
    assert max(meta.date.date() for meta in documents) < today
    assert len(made.records[0].documents) >= 420
    assert sum(record.patient.is_minor(today) for record in made.records) >= 2


def test_at_least_24_people_with_a_right_ins(population: Population) -> None:
    values = [record.patient.ins for record in population.records]
    assert len({ins.value for ins in values}) == len(population.records) >= 24
    for ins in values:
        assert problem_with(ins.value) is None
        assert ins.oid == DEMO_NIR
        assert ins.value[5:7] == "99"


def test_every_state_of_a_dmp(population: Population) -> None:
    assert {record.patient.state for record in population.records} == set(DmpState)


def test_closed_records_say_when_and_why(population: Population) -> None:
    closed = [r for r in population.records if r.patient.state is DmpState.CLOSED]
    assert closed
    for record in closed:
        assert record.patient.closure
        assert record.patient.closure.motif
        assert record.patient.closure.reason
        assert all(
            day_in(d.meta.start) < record.patient.closure.date for d in record.documents if d.meta.start
        )


def test_no_document_without_a_dmp(population: Population) -> None:
    for record in population.records:
        if record.patient.state in (DmpState.NOTIFIED, DmpState.OPPOSED):
            assert not record.documents
            assert not record.traces


def test_dr_roux_meets_every_status(population: Population) -> None:
    open_records = [r for r in population.records if r.patient.state.exists]
    assert {status(record, "ROUX") for record in open_records} == set(AuthorisationStatus)


def test_each_consent_there_is_can_be_shown(population: Population) -> None:
    """To collect for the hospital, to inform of its consent, to collect for a consultation."""
    found = [stands(r, "GARNIER") for r in population.records if r.patient.state.exists]
    kinds = {(each.status, each.team is not None, each.informs) for each in found}
    none, valid = AuthorisationStatus.NONE, AuthorisationStatus.VALID
    assert {(none, True, False), (valid, True, True), (none, False, False)} <= kinds


def test_each_consent_was_collected_by_somebody(population: Population) -> None:
    given = [a for r in population.records for a in r.authorisations if a.permitted]
    assert {a.team is None for a in given} == {True, False}
    assert all(a.collector is not None for a in given if a.kind is ConsentKind.EXPLICIT)


def test_a_secret_entry_leaves_only_secret_traces(population: Population) -> None:
    (record,) = [record for record in population.records if record.secrets]
    (ps_id,) = record.secrets
    entered = [t for t in record.traces if t.actor_id == ps_id and t.action is not TraceAction.DEPOSIT]
    assert entered
    assert all(trace.secret for trace in entered)
    assert not [letter for letter in record.letters if letter.sender.practitioner.id == ps_id]


def test_the_newcomer_has_no_authorisation_and_dr_schmitt_only_expired(population: Population) -> None:
    assert {status(r, "ARNAUD") for r in population.records} == {AuthorisationStatus.NONE}
    assert not any(d.meta.author.name == "Dr ARNAUD Léa" for r in population.records for d in r.documents)
    assert {status(r, "SCHMITT") for r in population.records} == {
        AuthorisationStatus.NONE,
        AuthorisationStatus.EXPIRED,
    }


@pytest.mark.parametrize("switch", ["centre_15", "break_glass", "masked_documents"])
def test_each_emergency_switch_has_both_positions(population: Population, switch: str) -> None:
    open_records = [r for r in population.records if r.patient.state.exists]
    assert {getattr(record.switches, switch) for record in open_records} == {True, False}


def test_masked_documents_with_and_without_the_third_switch(population: Population) -> None:
    masked = [
        record.switches.masked_documents
        for record in population.records
        if any(Visibility.HIDDEN_FROM_PROFESSIONALS in d.meta.visibility for d in record.documents)
    ]
    assert set(masked) == {True, False}


def test_minors_have_representatives(population: Population) -> None:
    minors = [record for record in population.records if record.patient.is_minor(TODAY)]
    assert len(minors) >= 3
    assert all(record.patient.representatives for record in minors)


def test_only_minors_hide_from_representatives(population: Population) -> None:
    hiding = [
        record.patient
        for record in population.records
        if any(Visibility.HIDDEN_FROM_REPRESENTATIVES in d.meta.visibility for d in record.documents)
    ]
    assert hiding
    assert all(patient.is_minor(TODAY) for patient in hiding)


def test_homonyms(population: Population) -> None:
    martins = [record.patient.birth_date for record in find(population, "MARTIN Hugo")]
    assert len(martins) == len(set(martins)) == 2
    assert len(find(population, "DURAND Marie")) == 2


def test_the_richest_record(population: Population) -> None:
    record = richest(population)
    assert record.patient.name == "BERNARD Lucie"
    assert len(record.documents) >= 420
    dates = [d.meta.act_date.date() for d in record.documents]
    assert (max(dates) - min(dates)).days > 11 * 365
    assert TODAY - max(dates) <= timedelta(days=2)
    kinds = Counter(d.meta.type.code for d in record.documents)
    assert kinds["11502-2"] >= 45
    assert {"SYNTH", "57833-6", "11490-0", "18748-4", "87273-9", "11369-6", "EXPPAT_3", "REMB"} <= set(kinds)


def test_every_visibility_and_state_of_a_document(population: Population) -> None:
    metas = [d.meta for record in population.records for d in record.documents]
    assert {v for meta in metas for v in meta.visibility} == set(Visibility)
    assert {meta.status for meta in metas} == {DocumentStatus.CURRENT, DocumentStatus.SUPERSEDED}
    assert {meta.archived for meta in metas} == {True, False}
    assert any(is_from_patient(meta) for meta in metas)
    assert any(meta.author.profession == "ALIM_AM" for meta in metas)
    assert {meta.attachment.content_type for meta in metas} == {"text/xml", "text/plain", "application/pdf"}


def test_hidden_from_the_patient_is_recent(population: Population) -> None:
    for record in population.records:
        for document in record.documents:
            if Visibility.HIDDEN_FROM_PATIENT in document.meta.visibility:
                assert NOW - document.meta.date < timedelta(days=30)  # then it shows by itself, R1111-53


def test_each_replaced_document_has_its_replacement(population: Population) -> None:
    for record in population.records:
        metas = [d.meta for d in record.documents]
        replaced = {meta.replaces for meta in metas if meta.replaces}
        old = {meta.master_identifier for meta in metas if meta.status is DocumentStatus.SUPERSEDED}
        assert replaced == old


def test_some_lots_hold_a_report_and_its_ordonnance(population: Population) -> None:
    lots = Counter(d.meta.submission for d in richest(population).documents)
    assert max(lots.values()) >= 2
    assert min(lots.values()) == 1


def test_metadata_is_whole(population: Population) -> None:
    for record in population.records:
        for document in record.documents:
            meta = document.meta
            assert document_type(meta.type.code), meta.type
            assert meta.category.code
            assert meta.format
            assert meta.facility
            assert meta.setting
            assert meta.author.name
            assert meta.date >= meta.act_date
            assert meta.attachment.size == len(document.content)
            sha1 = hashlib.sha1(document.content, usedforsecurity=False).digest()
            assert meta.attachment.sha1 == base64.b64encode(sha1).decode()


def test_identifiers_are_unique(population: Population) -> None:
    metas = [d.meta for record in population.records for d in record.documents]
    for name in ("id", "logical_id", "master_identifier"):
        assert len({getattr(meta, name) for meta in metas}) == len(metas), name


def test_matrix_closes_some_documents_to_some_professions(population: Population) -> None:
    types = {d.meta.type.code for d in richest(population).documents}
    matrix = packaged_matrix()
    assert all(matrix.cell("G15_10", code).read for code in types)
    for profession in ("G15_70", "G15_80"):
        assert {matrix.cell(profession, code).read for code in types} == {True, False}


def test_one_of_each_kind_reads_back(population: Population) -> None:
    seen: set[tuple[str, str]] = set()
    for record in population.records:
        for document in record.documents:
            meta = document.meta
            kind = (meta.type.code, meta.format.code if meta.format else "")
            if kind in seen or meta.attachment.content_type != "text/xml":
                continue
            seen.add(kind)
            imposed = meta.type.code == "11502-2"  # the title of a report of biology is its model's
            assert read(document.content).header.title == (TITLE if imposed else meta.title)
    assert len(seen) > 30


def test_header_and_metadata_agree(population: Population) -> None:
    names = {"h": "urn:hl7-org:v3"}
    for document in richest(population).documents[::25]:
        if document.meta.attachment.content_type == "text/xml":
            root: Any = etree.fromstring(document.content)
            oid = root.xpath("string(h:id/@root)", namespaces=names)
            assert document.meta.master_identifier == f"urn:oid:{oid}"
            assert root.xpath("string(h:code/@code)", namespaces=names) == document.meta.type.code


def test_traces_of_the_richest(population: Population) -> None:
    traces = richest(population).traces
    assert any(trace.refused for trace in traces)
    assert any(trace.emergency_reason for trace in traces)
    assert max(trace.at for trace in traces) < NOW
    known = {d.meta.id for d in richest(population).documents}
    assert {trace.object_id for trace in traces if trace.object_id} <= known


def test_traces_name_people_of_the_cast_or_the_patient(population: Population) -> None:
    cast = {practitioner.id for practitioner in practitioners()}
    for record in population.records:
        people = cast | {record.patient.ins.value} | {d.meta.author.id for d in record.documents}
        assert {trace.actor_id for trace in record.traces} <= people


def test_a_record_may_be_as_long_as_a_load_test_wants() -> None:
    record = generate(TODAY, documents_of_richest=1500).records[0]
    assert len(record.documents) >= 1500


def test_letters_are_written_in_a_visit_to_people_who_have_a_mailbox(population: Population) -> None:
    written = [record for record in population.records if record.letters]
    assert richest(population) in written
    for record in written:
        assert record.patient.state is DmpState.ACTIVATED
        assert len(record.letters) <= MOST
        for letter in record.letters:
            sender = letter.sender.practitioner
            assert letter.at.date() >= TODAY - RECENT
            assert not letter.document.visibility
            left = {t.action for t in record.traces if t.actor_id == sender.id and t.at <= letter.at}
            assert {TraceAction.OPEN, TraceAction.READ, TraceAction.MESSAGE} <= left
            assert fits(letter.subject, letter.text).allowed


def test_a_history_names_who_gave_each_dose_as_the_notes_do(population: Population) -> None:
    found: defaultdict[tuple[str, str, str, int | None], set[str]] = defaultdict(set)
    for document in richest(population).documents:
        if document.meta.type.code in ("87273-9", "11369-6"):
            for dose in entries(document.content).vaccinations:
                found[dose.key].add(dose.by.text)
    assert all(len(names) == 1 for names in found.values())
    assert len(set.union(*found.values())) > 2


def test_every_document_is_about_the_person_of_its_record(population: Population) -> None:
    for record in population.records:
        for document in record.documents:
            identities = identities_in(document.content, document.meta.attachment.content_type)
            assert judge(identities, record.patient).outcome is Outcome.ACCEPTED, document.meta.title
