"""Finds by an id that was pasted: a partner's, a course's, a contact's, an organization's, an enrollment's.

An enrollment's id says whose it is; a contact's and an organization's do not, so that an item of their own tells.
"""

from __future__ import annotations

from functions.portal_api.find_anything.found import Found, contact_found, organization_found
from shared import keys
from shared.dynamo import read, read_one
from shared.ids import EnrollmentKey, is_id


def by_id(text: str) -> list[Found]:
    """What has this id, in two waits."""
    if is_id("prt", text):
        return [
            Found(kind="partner", id=text, name=item["name"], detail=None, path=f"/platform/partners/{text}")
            for item in read([keys.partner(text)]).values()
        ]
    if is_id("crs", text):
        return [
            Found(kind="course", id=text, name=item["title"], detail=None, path=f"/platform/courses/{text}")
            for item in read([keys.course(text)]).values()
        ]
    if is_id("con", text) or is_id("org", text):
        return _of_a_partner(text)
    key = EnrollmentKey.from_id(text)
    return _enrollment(text, key) if key else []


def _of_a_partner(text: str) -> list[Found]:
    whose = read_one(keys.whose(text))
    if whose is None:
        return []
    partner_id = whose["partner_id"]
    is_contact = is_id("con", text)
    partner = keys.partner(partner_id)
    at = keys.contact(partner_id, text) if is_contact else keys.organization(partner_id, text)
    items = read([partner, at])
    if partner not in items or at not in items:
        return []
    make = contact_found if is_contact else organization_found
    return [make(items[at], items[partner])]


def _enrollment(text: str, key: EnrollmentKey) -> list[Found]:
    at = keys.enrollment(*key)
    partner, course = keys.partner(key.partner_id), keys.course_at(key.partner_id, key.course_id)
    items = read([at, partner, course])
    if at not in items or partner not in items:
        return []
    name = items[course]["title"] if course in items else text
    path = f"/partner/{key.partner_id}/enrollments/{text}"
    return [Found(kind="enrollment", id=text, name=name, detail=items[partner]["name"], path=path)]
