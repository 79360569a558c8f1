"""Who gets a mail: each person once, whatever number of roles they have, in their own language.

Invited admins who never signed in count as admins; who is not active gets nothing. The language is the person's
own; whoever has none is written to in the partner's when they hear of it as its admin, else in the platform's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from functions.notify.decisions import Role
from shared.language import LANGUAGES


@dataclass(frozen=True)
class Recipient:
    """A person a mail goes to, and as whom they get it; `invited` is still without a password."""

    person_id: str
    first_name: str
    email: str
    language: str
    roles: frozenset[Role]
    invited: bool = False


def recipients(
    asked: Mapping[Role, Iterable[str]],
    people: Mapping[str, Mapping[str, Any]],
    languages: Mapping[Role, str],
) -> list[Recipient]:
    """The people to write to, in the order of their ids.

    Args: `asked`, the ids of the persons by the role in which they hear of it; `people`, their items by id;
    `languages`, the language for each role when the person has none of ours.
    """
    roles: dict[str, set[Role]] = {}
    for role, ids in asked.items():
        for person_id in ids:
            roles.setdefault(person_id, set()).add(role)
    return [
        _recipient(person_id, people[person_id], frozenset(roles[person_id]), languages)
        for person_id in sorted(roles)
        if person_id in people and people[person_id].get("status") == "active"
    ]


_NEAREST_FIRST: tuple[Role, ...] = ("self", "partner_admin", "platform_admin")


def _recipient(
    person_id: str, item: Mapping[str, Any], roles: frozenset[Role], languages: Mapping[Role, str]
) -> Recipient:
    own = item.get("language")
    nearest = next(role for role in _NEAREST_FIRST if role in roles)
    return Recipient(
        person_id=person_id,
        first_name=item["first_name"],
        email=item["email"],
        language=own if own in LANGUAGES else languages[nearest],
        roles=roles,
        invited=bool(item.get("invited")),
    )
