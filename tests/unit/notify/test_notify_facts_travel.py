"""A fact as it travels, and what a stream record newly states."""

from __future__ import annotations

from typing import Any

import pytest

from functions.notify.fact import NotAFact, Stated
from functions.notify.publish import newly_stated
from shared.events import AdminInvited, CreditsExhausted, outbox
from tests.unit.notify.builders import AT, PARTNER, a_low, a_record, detail_of


def test_a_fact_comes_back_as_it_was_stated() -> None:
    stated = Stated.of(detail_of(a_low()))

    assert (stated.fact, stated.type, stated.source) == (a_low(), "CreditsLow", "portico.wallet")
    assert stated.occurred_at == AT


def test_a_platform_admin_is_invited_without_naming_a_partner() -> None:
    invited = AdminInvited(person_id="per_x", partner_id=None, invited_by="per_y")

    assert Stated.of(detail_of(invited)).fact == invited


@pytest.mark.parametrize(
    "change",
    [
        {"type": "CreditsStolen"},
        {"version": 2},
        {"id": "fct_1"},
        {"occurred_at": "yesterday"},
        {"data": {"partner_id": PARTNER, "available": "3", "threshold": 20}},
        {"data": {"partner_id": PARTNER, "available": 3, "threshold": 20, "secret": "Anna"}},
        {"data": None},
        {"more": 1},
    ],
)
def test_anything_else_is_no_fact_and_the_refusal_repeats_no_values(change: dict[str, Any]) -> None:
    with pytest.raises(NotAFact) as refusal:
        Stated.of(detail_of(a_low()) | change)

    assert "Anna" not in str(refusal.value)
    assert "yesterday" not in str(refusal.value)


@pytest.mark.parametrize("detail", [None, "a fact", [], {}])
def test_what_is_not_even_an_object_is_no_fact(detail: Any) -> None:
    with pytest.raises(NotAFact):
        Stated.of(detail)


def test_a_record_states_all_the_facts_of_a_changed_outbox_in_their_order() -> None:
    before, after = outbox(AT, a_low()), outbox(AT, a_low(0), CreditsExhausted(partner_id=PARTNER))

    stated = newly_stated(a_record(1, after, before))

    assert [one.type for one in stated] == ["CreditsLow", "CreditsExhausted"]


def test_a_new_record_states_its_facts() -> None:
    assert len(newly_stated(a_record(1, outbox(AT, a_low()), event="INSERT"))) == 1


def test_a_record_whose_outbox_stayed_as_it_was_states_nothing() -> None:
    facts = outbox(AT, a_low())

    assert newly_stated(a_record(1, facts, facts)) == []


def test_a_record_that_was_removed_or_has_no_outbox_states_nothing() -> None:
    assert newly_stated(a_record(1, None, outbox(AT, a_low()), event="REMOVE")) == []
    assert newly_stated({"dynamodb": {"SequenceNumber": "1", "NewImage": {"pk": {"S": "x"}}}}) == []


@pytest.mark.parametrize(
    "outbox_item", [{"id": "fct_1"}, {"id": "fct_1", "all": []}, {"id": "fct_1", "all": "x"}, {"all": [{}]}]
)
def test_a_malformed_outbox_is_no_fact(outbox_item: dict[str, Any]) -> None:
    with pytest.raises(NotAFact):
        newly_stated(a_record(1, outbox_item, outbox(AT, a_low())))
