"""What enrollments are about, by name: the person, the course, the organization; for a page in one read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.enroll.enrollment import Enrollment
from shared import keys
from shared.dynamo import Item, read

Names = dict[str, str | None]


def names_of(partner_id: str, enrollments: Sequence[Enrollment]) -> list[Names]:
    """`contact_name`, `course_title` and `organization_name` of each; null for what is gone, or is not there."""
    wanted = [_places(partner_id, one) for one in enrollments]
    found = read(place for places in wanted for place in places.values() if place)
    return [{name: _said(found.get(place) if place else None) for name, place in places.items()} for places in wanted]


def _places(partner_id: str, enrollment: Enrollment) -> dict[str, keys.Key | None]:
    organization_id = enrollment.organization_id
    return {
        "contact_name": keys.contact(partner_id, enrollment.key.contact_id),
        "course_title": keys.course_at(partner_id, enrollment.key.course_id),
        "organization_name": keys.organization(partner_id, organization_id) if organization_id else None,
    }


def _said(item: Item | None) -> str | None:
    """What a record is called, whatever it is."""
    said: tuple[Any, ...] = ()
    if item:
        said = (item.get("first_name"), item.get("last_name")) if "first_name" in item else (item.get("title"),)
        said = said if any(said) else (item.get("name"),)
    return " ".join(word for word in said if word) or None
