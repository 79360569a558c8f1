"""Finds by an id that was pasted: a partner's, a course's, a contact's, an organization's, an enrollment's.

An enrollment's id says whose it is; a contact's, an organization's and that of a partner's own course do not, so that
an item of their own tells.
"""

from __future__ import annotations

from collections.abc import Callable

from functions.portal_api.find_anything.found import Found, contact_found, organization_found, own_course_found
from shared import keys
from shared.dynamo import Item, read, read_one
from shared.ids import EnrollmentKey, is_id, is_own_course
from shared.keys import Key

_OF_PARTNERS: dict[str, tuple[Callable[[str, str], Key], Callable[[Item, Item], Found]]] = {
    "con_": (keys.contact, contact_found),
    "org_": (keys.organization, organization_found),
    "crs_": (keys.own_course, own_course_found),
}
"""Records of a partner whose id does not say which partner's: where one stands there, and what it is as a find."""


def by_id(text: str) -> list[Found]:
    """What has this id, in two waits."""
    if is_id("prt", text):
        return [
            Found(kind="partner", id=text, name=item["name"], detail=None, path=f"/platform/partners/{text}")
            for item in read([keys.partner(text)]).values()
        ]
    if is_id("crs", text) and not is_own_course(text):
        return [
            Found(kind="course", id=text, name=item["title"], detail=None, path=f"/platform/courses/{text}")
            for item in read([keys.course(text)]).values()
        ]
    if text[:4] in _OF_PARTNERS and is_id(text[:3], text):
        return _of_a_partner(text)
    key = EnrollmentKey.from_id(text)
    return _enrollment(text, key) if key else []


def _of_a_partner(text: str) -> list[Found]:
    whose = read_one(keys.whose(text))
    if whose is None:
        return []
    key_of, found = _OF_PARTNERS[text[:4]]
    partner, at = keys.partner(whose["partner_id"]), key_of(whose["partner_id"], text)
    items = read([partner, at])
    return [found(items[at], items[partner])] if partner in items and at in items else []


def _enrollment(text: str, key: EnrollmentKey) -> list[Found]:
    at = keys.enrollment(*key)
    partner, course = keys.partner(key.partner_id), keys.course_at(key.partner_id, key.course_id)
    items = read([at, partner, course])
    if at not in items or partner not in items:
        return []
    name = items[course]["title"] if course in items else text
    path = f"/partner/{key.partner_id}/enrollments/{text}"
    return [Found(kind="enrollment", id=text, name=name, detail=items[partner]["name"], path=path)]
