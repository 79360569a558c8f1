"""Who gets a mail: every admin, invited ones too, each person once, in their own language."""

from __future__ import annotations

from typing import Any

import pytest

from functions.notify.decisions import Role
from functions.notify.recipients import Recipient, recipients
from tests.unit.notify.builders import a_person

LANGUAGES: dict[Role, str] = {"self": "it", "partner_admin": "it", "platform_admin": "en"}


def who(asked: dict[Role, list[dict[str, Any]]]) -> list[Recipient]:
    people = {person["id"]: person for group in asked.values() for person in group}
    return recipients({role: [one["id"] for one in group] for role, group in asked.items()}, people, LANGUAGES)


@pytest.mark.criterion("C-20")
def test_all_admins_of_the_partner_and_of_the_platform_get_it() -> None:
    found = who({"partner_admin": [a_person(1), a_person(2)], "platform_admin": [a_person(3)]})

    assert [(one.email, sorted(one.roles)) for one in found] == [
        ("anna1@example.org", ["partner_admin"]),
        ("anna2@example.org", ["partner_admin"]),
        ("anna3@example.org", ["platform_admin"]),
    ]


@pytest.mark.criterion("C-20")
def test_an_admin_who_was_invited_and_never_signed_in_gets_it() -> None:
    assert [one.invited for one in who({"partner_admin": [a_person(1, invited=True)]})] == [True]


def test_who_is_admin_of_both_gets_one_mail_in_both_roles() -> None:
    [one] = who({"partner_admin": [a_person(1)], "platform_admin": [a_person(1)]})

    assert one.roles == {"partner_admin", "platform_admin"}


@pytest.mark.parametrize("status", ["suspended", "disabled", "erased", None])
def test_who_is_not_active_gets_nothing(status: str | None) -> None:
    assert who({"partner_admin": [a_person(1, status=status)]}) == []


def test_who_is_no_longer_there_gets_nothing() -> None:
    assert recipients({"partner_admin": ["per_gone"]}, {}, LANGUAGES) == []


@pytest.mark.parametrize(
    ("role", "own", "language"),
    [
        ("partner_admin", "en", "en"),
        ("partner_admin", None, "it"),
        ("partner_admin", "xx", "it"),
        ("platform_admin", "it", "it"),
        ("platform_admin", None, "en"),
        ("self", None, "it"),
    ],
)
def test_the_language_is_the_persons_own_else_the_partners_else_the_platforms(
    role: Role, own: str | None, language: str
) -> None:
    assert [one.language for one in who({role: [a_person(1, language=own)]})] == [language]
