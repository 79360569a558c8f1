"""Find courses: all of the platform, a partner's catalogue, one of either, and the partners that have one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from functions.portal_api.catalog import store
from functions.portal_api.catalog.assign import settle_if_possible
from functions.portal_api.catalog.course import Course
from functions.portal_api.catalog.own_course import OwnCourse
from functions.portal_api.lists import Page, filtered
from functions.portal_api.withheld import without_credits
from shared import keys
from shared.dynamo import Item
from shared.ids import is_id, is_own_course
from shared.partner import Partner
from shared.price import closed_by, price
from shared.problems import Problem
from shared.scope import Scope

ROUNDS = 8
"""Reads a page may make when much of what is assigned is archived; it then comes back short, with a cursor."""
OWN_BEGIN = "crs_4"
"""Ids of partners' own courses are above it, those of the platform below (`shared/ids.py`)."""


def all_courses(page: Page, scope: Scope | None = None) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the platform's courses, or of those of a scope; archived ones too, newest first."""
    if scope is not None:
        ids, cursor = page.read(f"courses#{scope.stored()}", lambda limit, place: among(scope.courses, limit, place))
        return [without_credits(Course.of(item).view(), scope) for item in store.course_items(ids)], cursor
    courses, cursor = page.read("courses", store.courses)
    return [course.view() for course in courses], cursor


def among(course_ids: Iterable[str], limit: int, place: Item | None) -> tuple[list[str], Item | None]:
    """The next of these courses, newest first, and the place to go on from."""
    rest = sorted((one for one in course_ids if place is None or one < place["before"]), reverse=True)
    return rest[:limit], {"before": rest[limit - 1]} if len(rest) > limit else None


def course_of(course_id: str) -> Course:
    """One course as the platform sees it. Raises: Problem `not-found`."""
    item = store.course_item(course_id) if is_id("crs", course_id) else None
    if item is None:
        raise Problem("not-found")
    settled = settle_if_possible(course_id) if "plan" in item else None
    return settled or Course.of(item)


def offer_of(partner: Partner, course_id: str, scope: Scope | None = None) -> dict[str, Any]:
    """One course as this partner sees it, archived or not.

    Raises: Problem `not-found` unless it is assigned or its own and no draft, and in the scope.
    """
    if not is_id("crs", course_id) or not (scope is None or scope.has_course(course_id)):
        raise Problem("not-found")
    courses, assignments = store.with_assignments([partner.id], [course_id])
    offers = _priced(partner, [course_id], courses, assignments)
    if not offers:
        raise Problem("not-found")
    if "plan" in courses[course_id]:
        settle_if_possible(course_id)
    return without_credits(offers[0], scope)


def catalogue(
    page: Page, partner: Partner, scope: Scope | None = None, *, own: bool = True
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of a partner's catalogue: the open courses it may enrol into with the cost that applies, newest first.

    Three places hold them, the partner's list of what it is given, the courses of all partners, and of a whitelabel
    partner its own, which come first; all are read from the same id on downwards and merged, so that one cursor, that
    id, serves all. Of a scope they are its courses. Without `own` they are the platform's alone.
    """
    below = partial(_candidates, partner) if scope is None else partial(_among_candidates, scope)

    def following(limit: int, before: str | None) -> tuple[list[str], bool]:
        return below(limit, before or (None if own else OWN_BEGIN))

    def read(limit: int, place: Item | None) -> tuple[list[dict[str, Any]], Item | None]:
        shown: list[dict[str, Any]] = []
        before = place["before"] if place else None
        for _ in range(ROUNDS):
            ids, last = following(limit, before)
            ids, last = ids[:limit], last and len(ids) <= limit
            for offer in _offers(partner, ids):
                if offer["archived"]:
                    continue
                shown.append(offer)
                if len(shown) == limit:
                    at_end = last and offer["id"] == ids[-1]
                    return shown, None if at_end else {"before": offer["id"]}
            if last or not ids:
                return shown, None
            before = ids[-1]
        return shown, {"before": before}

    listing = f"catalogue#{partner.id}" + (f"#{scope.stored()}" if scope else "") + ("" if own else "#platform")
    offers, cursor = page.read(listing, read)
    return [without_credits(offer, scope) for offer in offers], cursor


def _among_candidates(scope: Scope, limit: int, before: str | None) -> tuple[list[str], bool]:
    ids, more = among(scope.courses, limit, {"before": before} if before else None)
    return ids, more is None


def _candidates(partner: Partner, limit: int, before: str | None) -> tuple[list[str], bool]:
    if partner.has_wallet:
        return store.candidates(partner, limit, before)
    after = {"pk": keys.course("").pk, "sk": before} if before else None
    courses, more = store.courses(limit, after)
    return [course.id for course in courses], more is None


def _offers(partner: Partner, course_ids: list[str]) -> list[dict[str, Any]]:
    """Those of these courses that the partner has, in this order, read consistently: an index may lag behind."""
    return _priced(partner, course_ids, *store.with_assignments([partner.id], course_ids))


def _priced(
    partner: Partner, course_ids: list[str], courses: dict[str, Item], assignments: dict[store.Pair, Item]
) -> list[dict[str, Any]]:
    offers = []
    for course_id in course_ids:
        item = courses.get(course_id)
        cost = price(partner, item, assignments.get((partner.id, course_id)))
        if item is None or cost is None:
            continue
        closed = closed_by(partner, item)
        if not is_own_course(course_id):
            offers.append(Course.of(item).offer(cost))
        elif item["status"] != "draft":
            offers.append(OwnCourse.of(item).offer(taken=closed is None))
    return offers


def partners_of(page: Page, course: Course, scope: Scope | None = None) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the partners that have the course: name, own cost (kept where it does not count), cost that applies."""
    listing = f"course-partners#{course.id}"
    if course.all_partners:
        everybody = filtered(
            store.partners_page,
            lambda item: bool(item["id"] != keys.HOUSE),
            lambda item: {name: item[name] for name in ("pk", "sk", "list_pk", "list_sk")},
        )
        found, cursor = page.read(f"{listing}#all", everybody)
        ids = [item["id"] for item in found]
    elif course.plan is not None:
        plan = sorted(course.plan)
        ids, cursor = page.read(listing, lambda limit, place: _slice(course.id, plan, limit, place))
    else:
        rows, cursor = page.read(listing, lambda limit, place: store.assigned_page(course.id, limit, place))
        ids = [row["sk"] for row in rows]
    return [without_credits(one, scope) for one in _assignments(course, ids)], cursor


def _slice(course_id: str, ids: list[str], limit: int, place: Item | None) -> tuple[list[str], Item | None]:
    """A page of the plan; its place is that of the rows, which may be there by the next page."""
    rest = [one for one in ids if place is None or one > place["sk"]]
    key = keys.course_partner(course_id, rest[limit - 1]) if len(rest) > limit else None
    return rest[:limit], {"pk": key.pk, "sk": key.sk} if key else None


def _assignments(course: Course, partner_ids: list[str]) -> list[dict[str, Any]]:
    partners = store.partner_items(partner_ids)
    courses, rows = store.with_assignments(partner_ids, [course.id])
    shown = []
    for who in partner_ids:
        if who not in partners or course.id not in courses:
            continue
        row = rows.get((who, course.id))
        cost = price(Partner.of(partners[who]), courses[course.id], row)
        if cost is None:
            continue
        own = course.plan.get(who) if course.plan is not None else (row or {}).get("enrollment_cost")
        shown.append({"partner_id": who, "name": partners[who]["name"], "enrollment_cost": own, "effective_cost": cost})
    return shown
