"""Every row rule, one by one: a form says it in words, and the database refuses a bulk write.

A constraint without a case here fails `test_every_constraint_has_a_case`.
"""

from copy import copy
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Model, UniqueConstraint
from django.utils import timezone

from claims.models import Relation
from sources.models import Source
from tests import factories as f

pytestmark = pytest.mark.django_db

# (constraint, factory, a valid row, what makes it invalid). A function is called with the row.
Case = tuple[str, Any, dict[str, Any], dict[str, Any]]
NOW = timezone.now()


def itself(row: Any) -> Any:
    return row


def somebody(_row: Any) -> Any:
    return f.UserFactory.create()


def source(_row: Any) -> Any:
    return f.SourceFactory.create()


def document(_row: Any = None) -> Any:
    return f.DocumentFactory.create()


REVIEWED: list[Case] = [
    (f"{name}_review_has_reviewer", factory, {}, bad)
    for name, factory in (
        ("claim", f.ClaimFactory),
        ("event", f.EventFactory),
        ("link", f.ClaimLinkFactory),
        ("attribution", f.AttributionFactory),
        ("passage", f.SharedPassageFactory),
        ("credit", f.CreditFactory),
    )
    for bad in (
        {"status": "confirmed"},
        {"status": "confirmed", "reviewed_by": somebody},
        {"status": "dismissed", "reviewed_at": NOW},
        {"reviewed_by": somebody, "reviewed_at": NOW},
        {"status": "shelved", "reviewed_by": somebody, "reviewed_at": NOW},
    )
]
NAN = float("nan")
QUANTITY = {"measure": "killed", "bound": "range", "low": 3, "high": 5}
RESOLVED = {
    "state": "resolved",
    "finding": "superseded",
    "rationale": "Counted again.",
    "resolved_by": somebody,
    "resolved_at": NOW,
}
UNNAMED = {"kind": Source.Kind.UNNAMED, "document": document}
OWN_VOICE = {"claimant": None, "own_voice": True}

CHECKS: list[Case] = [
    ("case_has_name", f.CaseFactory, {}, {"name": ""}),
    ("document_has_text", f.DocumentFactory, {}, {"text": ""}),
    ("document_reason_only_when_stopped", f.DocumentFactory, {}, {"status": "failed"}),
    ("document_reason_only_when_stopped", f.DocumentFactory, {}, {"status": "skipped"}),
    ("document_reason_only_when_stopped", f.DocumentFactory, {}, {"status_reason": "It broke."}),
    ("document_not_its_own_copy", f.DocumentFactory, {}, {"copy_of": itself}),
    ("document_not_its_own_copy", f.DocumentFactory, {}, {"revises": itself}),
    ("item_error_only_when_failed", f.ImportItemFactory, {}, {"status": "failed"}),
    ("item_error_only_when_failed", f.ImportItemFactory, {}, {"error": "It broke."}),
    ("item_pending_has_original", f.ImportItemFactory, {}, {"original": None}),
    ("source_has_name", f.SourceFactory, {}, {"name": ""}),
    ("source_unnamed_in_document", f.SourceFactory, {}, {"kind": "unnamed"}),
    ("source_unnamed_unrated", f.SourceFactory, UNNAMED, {"reliability": "A"}),
    ("source_unnamed_unrated", f.SourceFactory, UNNAMED, {"merged_into": source}),
    ("source_not_merged_into_itself", f.SourceFactory, {}, {"merged_into": itself}),
    ("alias_has_name", f.SourceAliasFactory, {}, {"name": ""}),
    (
        *("affiliation_with_another", f.AffiliationFactory, {}),
        {"organisation": lambda row: row.source},
    ),
    (
        *("affiliation_ends_after_it_began", f.AffiliationFactory, {}),
        {"since": date(2026, 3, 2), "until": date(2026, 3, 1)},
    ),
    *REVIEWED,
    ("event_has_name", f.EventFactory, {}, {"name": ""}),
    (
        *("event_ends_after_it_began", f.EventFactory, {"date_from": date(2026, 3, 2)}),
        {"date_to": date(2026, 3, 1)},
    ),
    (
        *("event_ends_after_it_began", f.EventFactory, {}),
        {"date_to": date(2026, 3, 1)},
    ),
    (
        *("event_not_merged_into_itself", f.EventFactory, {}),
        {"merged_into": itself, "merge_reason": "one fire"},
    ),
    (
        *("event_merge_has_reason", f.EventFactory, {}),
        {"merged_into": lambda _: f.EventFactory.create()},
    ),
    ("event_merge_has_reason", f.EventFactory, {}, {"merge_reason": "one fire"}),
    ("claim_has_text", f.ClaimFactory, {}, {"text": ""}),
    ("claim_quantity_whole", f.ClaimFactory, {}, {"measure": "killed"}),
    ("claim_quantity_whole", f.ClaimFactory, {}, {"bound": "exact"}),
    ("claim_quantity_whole", f.ClaimFactory, {}, {"low": 3}),
    ("claim_quantity_whole", f.ClaimFactory, {}, {"high": 3}),
    ("claim_quantity_whole", f.ClaimFactory, QUANTITY, {"low": None, "high": None}),
    ("claim_quantity_whole", f.ClaimFactory, QUANTITY, {"bound": ""}),
    ("claim_quantity_whole", f.ClaimFactory, QUANTITY, {"measure": ""}),
    ("claim_quantity_ordered", f.ClaimFactory, QUANTITY, {"low": 6}),
    ("claim_frame_whole", f.ClaimFactory, {}, {"subject": "ukraine"}),
    ("claim_frame_whole", f.ClaimFactory, {}, {"object": "ukraine"}),
    ("claim_check_worthiness_is_share", f.ClaimFactory, {}, {"check_worthiness": -0.01}),
    ("claim_check_worthiness_is_share", f.ClaimFactory, {}, {"check_worthiness": 1.01}),
    ("claim_check_worthiness_is_share", f.ClaimFactory, {}, {"check_worthiness": NAN}),
    ("claim_not_merged_into_itself", f.ClaimFactory, {}, {"merged_into": itself}),
    ("origin_is_speaker_or_text", f.OriginFactory, {}, {"document": document}),
    ("origin_is_speaker_or_text", f.OriginFactory, {}, {"source": None}),
    ("attribution_stance_known", f.AttributionFactory, {}, {"stance": "shrugs"}),
    ("attribution_stance_known", f.AttributionFactory, {}, {"stance": ""}),
    ("attribution_likelihood_known", f.AttributionFactory, {}, {"likelihood": "perhaps"}),
    ("attribution_span_ordered", f.AttributionFactory, {}, {"start": 4, "end": 4}),
    ("attribution_span_ordered", f.AttributionFactory, {}, {"start": 5, "end": 4}),
    (
        *("attribution_claimant_span_whole", f.AttributionFactory, {}),
        {"claimant_start": 4, "claimant_end": 4},
    ),
    ("attribution_claimant_span_whole", f.AttributionFactory, {}, {"claimant_start": 4}),
    ("attribution_claimant_span_whole", f.AttributionFactory, {}, {"claimant_end": 4}),
    ("attribution_cue_span_whole", f.AttributionFactory, {}, {"cue_start": 5, "cue_end": 4}),
    ("attribution_cue_span_whole", f.AttributionFactory, {}, {"cue_start": 5}),
    ("attribution_cue_span_whole", f.AttributionFactory, {}, {"cue_end": 4}),
    ("attribution_has_claimant", f.AttributionFactory, {}, {"claimant": None}),
    ("attribution_confidence_is_share", f.AttributionFactory, {}, {"confidence": -0.01}),
    ("attribution_confidence_is_share", f.AttributionFactory, {}, {"confidence": 1.01}),
    (
        *("passage_documents_in_order", f.SharedPassageFactory, {}),
        {"other": lambda row: row.document},
    ),
    (
        *("passage_documents_in_order", f.SharedPassageFactory, {}),
        {"document": lambda row: row.other, "other": lambda row: row.document},
    ),
    ("passage_has_words", f.SharedPassageFactory, {}, {"end": 0}),
    ("passage_has_words", f.SharedPassageFactory, {}, {"other_start": 8}),
    ("passage_confidence_is_share", f.SharedPassageFactory, {}, {"confidence": 1.01}),
    ("passage_confidence_is_share", f.SharedPassageFactory, {}, {"confidence": NAN}),
    ("passage_has_reason", f.SharedPassageFactory, {}, {"explanation": ""}),
    ("credit_has_words", f.CreditFactory, {}, {"end": 0}),
    ("credit_has_words", f.CreditFactory, {}, {"quote": ""}),
    ("credit_has_words", f.CreditFactory, {}, {"explanation": ""}),
    ("credit_confidence_is_share", f.CreditFactory, {}, {"confidence": -0.01}),
    ("link_relation_known", f.ClaimLinkFactory, {}, {"relation": "resembles"}),
    (
        *("link_between_two_claims", f.ClaimLinkFactory, {"relation": "supports"}),
        {"to_claim": lambda row: row.from_claim},
    ),
    *(
        (
            *("link_symmetric_in_order", f.ClaimLinkFactory, {"relation": relation}),
            {"from_claim": lambda row: row.to_claim, "to_claim": lambda row: row.from_claim},
        )
        for relation in (Relation.CONTRADICTS, Relation.RIVALS, Relation.SAME_AS)
    ),
    ("link_has_reason", f.ClaimLinkFactory, {}, {"explanation": ""}),
    ("link_confidence_is_share", f.ClaimLinkFactory, {}, {"confidence": -0.01}),
    ("link_confidence_is_share", f.ClaimLinkFactory, {}, {"confidence": NAN}),
    ("visit_in_order", f.VisitFactory, {}, {"last_at": NOW - timedelta(days=1)}),
    ("watch_seen_moves_forward", f.WatchFactory, {}, {"before": lambda row: row.since}),
    ("watch_of_one_thing", f.WatchFactory, {}, {"claim": None}),
    ("watch_of_one_thing", f.WatchFactory, {}, {"source": source}),
    ("watch_of_one_thing", f.WatchFactory, {}, {"case": lambda _: f.CaseFactory.create()}),
    (
        *("watch_of_one_thing", f.WatchFactory, {"claim": None, "source": source}),
        {"conflict": lambda _: f.ConflictFactory.create()},
    ),
    ("account_side_known", f.ConflictAccountFactory, {}, {"side": "beside"}),
    ("conflict_has_question", f.ConflictFactory, {}, {"question": ""}),
    ("conflict_resolution_whole", f.ConflictFactory, {}, {"state": "resolved"}),
    ("conflict_resolution_whole", f.ConflictFactory, {}, {"finding": "superseded"}),
    ("conflict_resolution_whole", f.ConflictFactory, {}, {"resolved_by": somebody}),
    ("conflict_resolution_whole", f.ConflictFactory, {}, {"resolved_at": NOW}),
    *(
        ("conflict_resolution_whole", f.ConflictFactory, RESOLVED, bad)
        for bad in (
            {"finding": ""},
            {"rationale": ""},
            {"resolved_by": None},
            {"resolved_at": None},
            {"state": "open"},
            {"state": "shelved"},
        )
    ),
    ("action_undone_by_somebody", f.ActionFactory, {}, {"undone_by": somebody}),
    ("action_undone_by_somebody", f.ActionFactory, {}, {"undone_at": NOW}),
    ("action_about_something", f.ActionFactory, {}, {"claim": None}),
    ("comment_has_text", f.CommentFactory, {}, {"text": ""}),
    ("assessment_has_rationale", f.AssessmentFactory, {}, {"rationale": ""}),
    ("assessment_credibility_known", f.AssessmentFactory, {}, {"credibility": 0}),
    ("assessment_credibility_known", f.AssessmentFactory, {}, {"credibility": 7}),
    ("assessment_likelihood_known", f.AssessmentFactory, {}, {"likelihood": "perhaps"}),
    ("assessment_adoption_whole", f.AssessmentFactory, {}, {"adopted_by": somebody}),
    ("assessment_adoption_whole", f.AssessmentFactory, {}, {"adopted_at": NOW}),
]
# (constraint, factory, a row, how another one differs from it and still clashes)
ADOPTED = {"adopted_by": somebody, "adopted_at": NOW}
UNIQUE: list[Case] = [
    ("case_name_unique", f.CaseFactory, {"name": "Harbour fire"}, {"name": "HARBOUR fire"}),
    ("case_member_once", f.CaseMemberFactory, {}, {}),
    ("case_document_once", f.CaseDocumentFactory, {}, {}),
    ("document_imported_once", f.DocumentFactory, {}, {"title": "Another", "name": "b.txt"}),
    ("document_imported_once", f.DocumentFactory, {"publisher": None}, {"language": "de"}),
    ("document_part_once", f.DocumentPartFactory, {}, {}),
    ("reading_once", f.ReadingFactory, {}, {"at": NOW}),
    ("item_position_unique", f.ImportItemFactory, {}, {"name": "other.txt"}),
    ("source_name_unique", f.SourceFactory, {"name": "Herald"}, {"name": "hERALD"}),
    (
        *("source_unnamed_once_in_document", f.SourceFactory, {**UNNAMED, "name": "experts"}),
        {"name": "Experts"},
    ),
    ("alias_once_per_source", f.SourceAliasFactory, {"name": "Vesk"}, {"name": "VESK"}),
    (
        *("alias_confirmed_for_one_source", f.SourceAliasFactory, {"status": "confirmed"}),
        {"source": source},
    ),
    ("affiliation_once", f.AffiliationFactory, {}, {"role": "envoy"}),
    ("affiliation_once", f.AffiliationFactory, {"since": date(2026, 3, 1)}, {"status": "dismissed"}),
    ("attribution_once", f.AttributionFactory, {}, {"confidence": 0.1}),
    ("attribution_once", f.AttributionFactory, OWN_VOICE, {"likelihood": "likely"}),
    ("via_position_unique", f.AttributionViaFactory, {}, {"source": source}),
    ("via_source_once", f.AttributionViaFactory, {}, {"position": 1}),
    ("passage_once", f.SharedPassageFactory, {}, {"confidence": 0.1, "whole": True}),
    ("credit_once", f.CreditFactory, {}, {"start": 3, "end": 9}),
    ("shingle_once", f.ShingleFactory, {}, {}),
    ("link_once", f.ClaimLinkFactory, {}, {"confidence": 0.1, "version": "2"}),
    ("account_once", f.ConflictAccountFactory, {}, {}),
    ("assessment_one_current_per_analyst", f.AssessmentFactory, {}, {"rating": "false"}),
    ("assessment_one_verdict_per_claim", f.AssessmentFactory, ADOPTED, {"analyst": somebody}),
    ("watch_claim_once", f.WatchFactory, {}, {}),
    *(
        (f"watch_{name}_once", f.WatchFactory, {"claim": None, name: make}, {})
        for name, make in (
            ("conflict", lambda _: f.ConflictFactory.create()),
            ("case", lambda _: f.CaseFactory.create()),
            ("source", source),
        )
    ),
]  # fmt: skip
# (factory, a row, how another one differs so that it does not clash)
APART: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
    (f.CaseMemberFactory, {}, {"user": somebody}),
    (f.CaseDocumentFactory, {}, {"case": lambda _: f.CaseFactory.create()}),
    (f.DocumentFactory, {}, {"url": "https://example.org/b"}),
    (f.DocumentFactory, {}, {"publisher": None}),
    (f.DocumentFactory, {}, {"text_sha256": "0" * 64}),
    (f.ImportItemFactory, {"position": 3}, {"position": 4}),
    (f.SourceFactory, {**UNNAMED, "name": "experts"}, {"document": document}),
    (f.SourceFactory, {"name": "experts"}, UNNAMED),
    (f.SourceAliasFactory, {"status": "confirmed"}, {"source": source, "status": "proposed"}),
    (f.SourceAliasFactory, {"status": "dismissed"}, {"source": source, "status": "confirmed"}),
    (f.AffiliationFactory, {}, {"since": date(2026, 3, 1)}),
    (f.AttributionFactory, {}, {"start": 1}),
    (f.AttributionFactory, {}, {"end": 9}),
    (f.AttributionFactory, {}, {"stance": "denies"}),
    (f.ReadingFactory, {}, {"analyst": somebody}),
    (f.DocumentPartFactory, {"start": 5}, {"start": 6}),
    (f.AttributionFactory, {}, OWN_VOICE),
    (f.AttributionFactory, {}, {"claim_as_extracted": lambda _: f.ClaimFactory.create()}),
    (f.AttributionViaFactory, {}, {"source": source, "position": 1}),
    (f.SharedPassageFactory, {}, {"other_end": 9}),
    (f.CreditFactory, {}, {"source": source}),
    (f.ShingleFactory, {"band": 7}, {"band": 8}),
    (f.ClaimLinkFactory, {}, {"relation": "rivals"}),
    (f.ConflictAccountFactory, {}, {"side": "against"}),
    (f.WatchFactory, {}, {"user": somebody}),
    (f.WatchFactory, {}, {"claim": lambda _: f.ClaimFactory.create()}),
    (f.AssessmentFactory, {"superseded_at": NOW}, {}),
    (f.AssessmentFactory, {**ADOPTED, "superseded_at": NOW}, ADOPTED),
    (f.AssessmentFactory, ADOPTED, {"analyst": somebody, "adopted_by": None, "adopted_at": None}),
]
# (factory, values at the edge of what is allowed)
EDGES: list[tuple[Any, dict[str, Any]]] = [
    *((f.ClaimFactory, {"check_worthiness": share}) for share in (0, 1)),
    *((f.AttributionFactory, {"confidence": share}) for share in (0, 1)),
    *((f.ClaimLinkFactory, {"confidence": share}) for share in (0, 1)),
    *((f.SharedPassageFactory, {"confidence": share}) for share in (0, 1)),
    *((f.CreditFactory, {"confidence": share}) for share in (0, 1)),
    (f.ShingleFactory, {"band": -(2**63)}),
    (f.ShingleFactory, {"band": 2**63 - 1}),
    (f.ClaimFactory, {**QUANTITY, "low": 5}),
    (f.ClaimFactory, {**QUANTITY, "low": None}),
    (f.ClaimFactory, {**QUANTITY, "high": None}),
    (f.ClaimFactory, {"predicate": "killed"}),
    (f.AttributionFactory, {"start": 0, "end": 1, "cue_start": 0, "cue_end": 1}),
    (f.AttributionFactory, OWN_VOICE),
    (f.EventFactory, {"date_from": date(2026, 3, 1), "date_to": date(2026, 3, 1)}),
    (f.AffiliationFactory, {"since": date(2026, 3, 1), "until": date(2026, 3, 1)}),
    (f.AffiliationFactory, {"until": date(2026, 3, 1)}),
    (f.AssessmentFactory, {"credibility": 1, "likelihood": "unlikely"}),
    (f.ConflictFactory, RESOLVED),
    (f.ConflictFactory, {"rationale": "as it was", "reopened_because": "A witness came."}),
    (f.SourceFactory, UNNAMED),
    (f.ImportItemFactory, {"status": "failed", "error": "It broke."}),
]  # fmt: skip


def filled(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value(row) if callable(value) else value for name, value in values.items()}


def changed(row: Any, values: dict[str, Any]) -> Any:
    other = copy(row)
    for name, value in values.items():
        setattr(other, name, value)
    return other


def twin(row: Any, values: dict[str, Any]) -> Any:
    """Another row, not stored yet, that differs in `values` alone."""
    other = changed(type(row)._default_manager.get(pk=row.pk), filled(row, values))
    other.pk, other._state.adding = None, True
    return other


def constraint_named(model: type[Model], name: str) -> Any:
    return next(c for c in model._meta.constraints if c.name == name)


def words_for(row: Any, name: str) -> str:
    """What a form says of a clash with the constraint `name`."""
    constraint = constraint_named(type(row), name)
    if constraint.violation_error_message == constraint.default_violation_error_message:
        return str(row.unique_error_message(type(row), tuple(constraint.fields)).message % {
            "model_name": "Import item", "field_labels": "Job and Position"
        })  # fmt: skip
    return str(constraint.get_violation_error_message())


def refused_by(error: BaseException) -> str:
    assert error.__cause__ is not None
    return str(error.__cause__.diag.constraint_name)  # type: ignore[attr-defined]  # psycopg2's


def named(case: Any) -> str | None:
    return case if isinstance(case, str) else None


@pytest.mark.parametrize(("name", "factory", "good", "bad"), CHECKS, ids=named)
def test_a_row_that_breaks_a_rule(
    name: str, factory: Any, good: dict[str, Any], bad: dict[str, Any]
) -> None:
    row = factory.create(**filled(None, good))
    row.full_clean()
    values = filled(row, bad)
    wrong = changed(row, values)

    with pytest.raises(ValidationError) as whole:
        wrong.full_clean()
    with pytest.raises(ValidationError) as rules:
        wrong.validate_constraints()
    message = words_for(row, name)
    assert message in rules.value.messages
    # A field's own check (blank, not a choice) comes before the rule and says it in its words.
    assert message in whole.value.messages or set(values) & set(whole.value.message_dict)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**values)
    assert refused_by(refused.value) == name


@pytest.mark.parametrize(("name", "factory", "good", "differs"), UNIQUE, ids=named)
def test_a_row_that_is_there_already(
    name: str, factory: Any, good: dict[str, Any], differs: dict[str, Any]
) -> None:
    row = factory.create(**filled(None, good))
    again = twin(row, differs)

    with pytest.raises(ValidationError) as said:
        again.full_clean()
    assert said.value.messages == [words_for(row, name)]
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        type(row)._default_manager.bulk_create([again])
    assert refused_by(refused.value) == name
    row.full_clean()


@pytest.mark.parametrize(("factory", "good", "differs"), APART)
def test_a_row_that_only_resembles_another(
    factory: Any, good: dict[str, Any], differs: dict[str, Any]
) -> None:
    row = factory.create(**filled(None, good))
    rows = type(row)._default_manager
    other = twin(row, differs)
    before = rows.count()

    other.full_clean()
    rows.bulk_create([other])

    assert rows.count() == before + 1


@pytest.mark.parametrize(("factory", "values"), EDGES)
def test_a_row_at_the_edge_of_a_rule(factory: Any, values: dict[str, Any]) -> None:
    row = factory.create(**filled(None, values))
    row.full_clean()
    stored = type(row)._default_manager.get(pk=row.pk)
    assert all(
        getattr(stored, name) == value for name, value in values.items() if not callable(value)
    )


def test_every_constraint_has_a_case() -> None:
    models = [m for app in ("sources", "claims") for m in apps.get_app_config(app).get_models()]
    for kind, cases in ((CheckConstraint, CHECKS), (UniqueConstraint, UNIQUE)):
        declared = {
            (model, constraint.name)
            for model in models
            for constraint in model._meta.constraints
            if isinstance(constraint, kind)
        }
        tested = {(factory._meta.model, name) for name, factory, _, _ in cases}
        assert tested == declared
        assert len(declared) > 15


def test_the_database_has_every_constraint() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        there = {name for (name,) in cursor.fetchall()}
    assert {name for name, *_ in (*CHECKS, *UNIQUE)} <= there


def test_messages_are_sentences_for_people() -> None:
    for name, factory, *_ in (*CHECKS, *UNIQUE):
        constraint = constraint_named(factory._meta.model, name)
        message = str(constraint.get_violation_error_message())
        if name != "item_position_unique":
            assert message != str(constraint.default_violation_error_message) % {"name": name}
        assert message.endswith("."), name
