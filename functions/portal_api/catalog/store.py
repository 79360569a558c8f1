"""The platform's courses and their assignments in the Portal table; `own_store` has those of partners.

An assignment is two rows with the same cost: one at the partner (its catalogue, and what enrolling reads), one at
the course (whom it is assigned to).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from functions.portal_api.catalog.course import EVERYBODYS, Costs, Course
from shared import keys
from shared.commit import Write, check, delete, put, revise, update
from shared.dynamo import Item, query, query_all, read, read_one
from shared.ids import is_own_course
from shared.partner import Partner
from shared.together import Together

Pair = tuple[str, str]
"""A partner and a course."""
PLANNED = "#version = :read AND attribute_exists(#plan)"
_NAMES = {"#version": "version", "#plan": "plan"}


def course_item(course_id: str) -> Item | None:
    """One course, consistently."""
    return read_one(keys.course(course_id))


def course_items(course_ids: Sequence[str]) -> list[Item]:
    """These courses, consistently, in this order; those not there are missing."""
    found = read(keys.course(one) for one in course_ids)
    return [found[keys.course(one)] for one in course_ids if keys.course(one) in found]


def courses(limit: int, after: Item | None) -> tuple[list[Course], Item | None]:
    """All platform courses, newest first."""
    items, last = query("portal", keys.course("").pk, limit=limit, after=after, newest_first=True)
    return [Course.of(item) for item in items], last


def with_assignments(partner_ids: Sequence[str], course_ids: Sequence[str]) -> tuple[dict[str, Item], dict[Pair, Item]]:
    """These courses, and what each of these partners is assigned of them, in one consistent read.

    Own courses of the partners' are found among them, as their ids say; nobody's of another's.
    """
    course_keys = {keys.course_at(who, one): one for who in partner_ids for one in course_ids}
    rows = {keys.assignment(who, one): (who, one) for who in partner_ids for one in course_ids}
    found = read([*course_keys, *rows])
    return (
        {course_keys[key]: item for key, item in found.items() if key in course_keys},
        {rows[key]: item for key, item in found.items() if key in rows},
    )


def candidates(partner: Partner, limit: int, before: str | None) -> tuple[list[str], bool]:
    """Ids of courses that may be in a partner's catalogue, newest first, from the places that hold them.

    Own courses come before the platform's: their ids are higher, so that one id is the place in all lists.
    Returns: at least `limit` ids below `before` if there are that many, and whether these are the last.
    """
    given_pk, own_pk = keys.assignment(partner.id, "").pk, keys.own_course(partner.id, "").pk
    all_after = {"list_pk": EVERYBODYS, "list_sk": before, "pk": keys.course("").pk, "sk": before} if before else None

    def behind(pk: str) -> Item | None:
        return {"pk": pk, "sk": before} if before else None

    with Together() as pool:
        asked = [
            pool.submit(query, "portal", given_pk, limit=limit, after=behind(given_pk), newest_first=True),
            pool.submit(query, "portal", EVERYBODYS, index="list", limit=limit, after=all_after, newest_first=True),
        ]
        if partner.has_own_courses and (before is None or is_own_course(before)):
            asked.append(pool.submit(query, "portal", own_pk, limit=limit, after=behind(own_pk), newest_first=True))
        streams = [one.result() for one in asked]
    # Where one place was not read to its end, what lies below its last id may be incomplete.
    floor = max((items[-1]["sk"] for items, last in streams if last and items), default="")
    ids = {item["sk"] for items, _ in streams for item in items if item["sk"] >= floor}
    return sorted(ids, reverse=True), not any(last for _, last in streams)


def assigned(course_id: str) -> dict[str, int | None]:
    """The partners on a course's list, each with its own cost or None."""
    rows = query_all("portal", keys.course_partner(course_id, "").pk)
    return {row["sk"]: row.get("enrollment_cost") for row in rows}


def assigned_page(course_id: str, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """A page of the rows of a course's list, by partner."""
    return query("portal", keys.course_partner(course_id, "").pk, limit=limit, after=after)


def partners_page(limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """A page of all partners' records, by age."""
    return query("portal", keys.PARTNERS, index="list", limit=limit, after=after)


def partner_items(partner_ids: Iterable[str]) -> dict[str, Item]:
    """These partners' records; those not there are missing."""
    wanted = {keys.partner(who): who for who in partner_ids}
    return {wanted[key]: item for key, item in read(wanted).items()}


def memberships(person_id: str) -> dict[str, Item]:
    """What a person is at which partners."""
    key = keys.partner_membership(person_id, "")
    return {row["sk"].removeprefix(key.sk): row for row in query_all("portal", key.pk, prefix=key.sk)}


def added(course: Course) -> Write:
    """The write of a new course."""
    return put("course", keys.course(course.id), course.stored() | {"version": course.version})


def replaced(before: Course, after: Course) -> Write:
    """The write that turns one state into another; blame `course` when it was changed meanwhile."""
    stored, was = after.stored(), before.stored()
    news = {name: value for name, value in stored.items() if value != was[name]}
    return revise("course", keys.course(before.id), before.version, news)


def rows(course_id: str, write: Costs, remove: Iterable[str]) -> list[Write]:
    """The writes of assignments; the two of a partner stand together."""
    writes = []
    for who, cost in write.items():
        row = {"course_id": course_id, "partner_id": who, "enrollment_cost": cost, "active": True}
        writes.append(put("assignment", keys.assignment(who, course_id), row, None))
        writes.append(put("assignment", keys.course_partner(course_id, who), row, None))
    for who in remove:
        writes.append(delete("assignment", keys.assignment(who, course_id)))
        writes.append(delete("assignment", keys.course_partner(course_id, who)))
    return writes


def still_planned(course: Course) -> Write:
    """Lets rows through only while the course still carries the plan they belong to."""
    return check("plan", keys.course(course.id), PLANNED, names=_NAMES, values={":read": course.version})


def plan_done(course: Course) -> Write:
    """Takes the plan off the course, which then no longer stands among those of all partners: its rows are there."""
    gone = "REMOVE #plan" if course.all_partners else "REMOVE #plan, list_pk, list_sk"
    return update("plan", keys.course(course.id), gone, PLANNED, names=_NAMES, values={":read": course.version})
