"""A partner's own courses in the Portal table: one partition a partner, so that no read crosses to another's."""

from __future__ import annotations

from collections.abc import Sequence

from functions.portal_api.catalog.own_course import OwnCourse
from shared import keys
from shared.commit import Write, check, put, revise
from shared.dynamo import Item, query, read, read_one
from shared.ids import is_id, is_own_course


def own_course(partner_id: str, course_id: str) -> OwnCourse | None:
    """One of the partner's own courses, consistently; None for an id that is none of its."""
    if not is_id("crs", course_id) or not is_own_course(course_id):
        return None
    item = read_one(keys.own_course(partner_id, course_id))
    return OwnCourse.of(item) if item else None


def own_courses(partner_id: str, limit: int, after: Item | None) -> tuple[list[OwnCourse], Item | None]:
    """A page of them, newest first, drafts and archived ones too."""
    items, last = query("portal", keys.own_course(partner_id, "").pk, limit=limit, after=after, newest_first=True)
    return [OwnCourse.of(item) for item in items], last


def these(partner_id: str, course_ids: Sequence[str]) -> list[OwnCourse]:
    """These of its own courses, consistently, in this order; those that are none are missing."""
    found = read(keys.own_course(partner_id, one) for one in course_ids)
    places = (keys.own_course(partner_id, one) for one in course_ids)
    return [OwnCourse.of(found[place]) for place in places if place in found]


def added(course: OwnCourse) -> list[Write]:
    """The writes of a new one, and of whose it is for who has nothing but its id."""
    item = course.model_dump() | {"version": course.version}
    return [
        _is_whitelabel(course.partner_id),
        put("course", keys.own_course(course.partner_id, course.id), item),
        put("whose", keys.whose(course.id), {"partner_id": course.partner_id}),
    ]


def replaced(before: OwnCourse, after: OwnCourse) -> list[Write]:
    """The writes that turn one state into another; blame `course` when it was changed meanwhile."""
    stored, was = after.model_dump(), before.model_dump()
    news = {name: value for name, value in stored.items() if value != was[name]}
    record = revise("course", keys.own_course(before.partner_id, before.id), before.version, news)
    return [_is_whitelabel(before.partner_id), record]


def _is_whitelabel(partner_id: str) -> Write:
    """Lets a write through only while the partner is a whitelabel one; blame `kind`."""
    said = {"names": {"#kind": "kind"}, "values": {":whitelabel": "whitelabel"}}
    return check("kind", keys.partner(partner_id), "#kind = :whitelabel", **said)
