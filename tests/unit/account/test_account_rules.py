"""What account decides without asking anybody: passwords, views, who may sign in, networks."""

from __future__ import annotations

import pytest

from functions.portal_api.account import guesses, password_rules
from functions.portal_api.account.person import Person, Places
from shared.partner import Partner
from shared.problems import Problem

EMAIL = "ada.rossi@portico.example"


@pytest.mark.parametrize(
    "good",
    [
        "quattro gatti sul tetto",
        "Portico-demo-2026",
        "7f!kQz0p@1Lm",
        "città e perché",
        "東京大阪京都名古屋札幌神戸福",
        "x7" * 8 + "abc",
    ],
)
def test_long_and_uncommon_is_enough(good: str) -> None:
    password_rules.check(password_rules.normal(good), EMAIL)


@pytest.mark.parametrize(
    "weak",
    [
        "eleven char",
        "Password1234",
        "benvenuto2026",
        "abababababab",
        "012345678901",
        "987654321098",
        "abcdefghijklm",
        "my name is ADA.ROSSI",
    ],
)
def test_short_common_repeated_or_ones_own_address_is_not(weak: str) -> None:
    with pytest.raises(Problem) as refused:
        password_rules.check(weak, EMAIL)
    assert refused.value.code == "password-too-weak"


def test_a_short_local_part_forbids_nothing() -> None:
    password_rules.check("quattro gatti sul tetto", "al@portico.example")


def test_the_common_list_holds_only_what_is_long_enough_to_be_tried() -> None:
    assert all(len(word) >= password_rules.MIN_LENGTH for word in password_rules._common())


@pytest.mark.parametrize("odd", ["", " leading", "trailing ", "tab\there", "x" * 257, "\ud800", "\x00" * 12])
def test_what_cognito_cannot_hold_is_never_sent(odd: str) -> None:
    assert not password_rules.is_possible(odd)


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_a_subscriber_is_counted_once(address: str, counted_as: str) -> None:
    assert guesses.network(address) == counted_as


def _person(*memberships: dict[str, object], status: str = "active") -> Person:
    record = {"sk": "PERSON", "id": "per_1", "email": EMAIL, "first_name": "Ada", "last_name": "Rossi"}
    items = [record | {"status": status, "version": 1}]
    person = Person.of([*items, *({"sk": f"MEMBERSHIP#{n}"} | member for n, member in enumerate(memberships))])
    assert person is not None
    return person


def _partner(partner_id: str, status: str) -> Partner:
    return Partner(partner_id, partner_id.title(), "default", status, 0, "en", "Europe/Rome")  # type: ignore[arg-type]


OPEN, CLOSED, SUSPENDED = (_partner(name, name) for name in ("active", "closed", "suspended"))
PARTNERS = {partner.id: partner for partner in (OPEN, CLOSED, SUSPENDED)}


def _at(partner_id: str | None) -> dict[str, object]:
    return {"role": "partner_admin", "partner_id": partner_id} if partner_id else {"role": "platform_admin"}


@pytest.mark.criterion("C-06")
@pytest.mark.parametrize(
    ("places", "may"),
    [
        (["active"], True),
        (["suspended"], True),
        (["closed"], False),
        (["closed", "active"], True),
        ([None], True),
        (["closed", None], True),
        ([], False),
        (["gone"], False),
    ],
)
def test_who_has_an_open_place_left_signs_in(places: list[str | None], may: bool) -> None:
    person = _person(*map(_at, places))
    assert person.may_sign_in(PARTNERS) is may
    assert _person(*map(_at, places), status="disabled").may_sign_in(PARTNERS) is False


def test_views_are_the_platform_then_open_partners_by_name() -> None:
    views = _person(_at("suspended"), _at("closed"), _at("active"), _at(None)).views(
        Places(PARTNERS, {}, platform="Portico")
    )
    assert [view["path"] for view in views] == ["/platform", "/partner/active", "/partner/suspended"]


def test_nobody_is_no_person() -> None:
    assert Person.of([]) is None
    assert Person.of([{"sk": "MEMBERSHIP#platform", "role": "platform_admin"}]) is None
