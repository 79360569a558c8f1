"""Finds by an id that was pasted: a partner's, a course's, an enrollment's (which says whose it is)."""

from __future__ import annotations

from functions.portal_api.find_anything.found import Found
from shared import keys
from shared.dynamo import read
from shared.ids import EnrollmentKey, is_id


def by_id(text: str) -> list[Found]:
    """What has this id; a contact's and an organization's name no partner and find nothing."""
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
    key = EnrollmentKey.from_id(text)
    return _enrollment(text, key) if key else []


def _enrollment(text: str, key: EnrollmentKey) -> list[Found]:
    at = keys.enrollment(*key)
    partner, course = keys.partner(key.partner_id), keys.course_at(key.partner_id, key.course_id)
    items = read([at, partner, course])
    if at not in items or partner not in items:
        return []
    name = items[course]["title"] if course in items else text
    path = f"/partner/{key.partner_id}/enrollments/{text}"
    return [Found(kind="enrollment", id=text, name=name, detail=items[partner]["name"], path=path)]
