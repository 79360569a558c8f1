"""What a supervisor can be narrowed to, as a form offers it: courses, and organizations that can be searched.

The form's lists are parts of the page that are asked for again with what is ticked, so that nothing chosen is lost
while one looks for more; what is ticked always stands first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from functions.portal_api.catalog import store as catalog
from functions.portal_api.catalog.find_courses import catalogue
from functions.portal_api.lists import Page
from functions.portal_api.organizations import store as organizations
from functions.portal_api.organizations.find_organizations import find_organizations
from functions.portal_api.team.member import MOST_IN_A_SCOPE
from shared.ids import is_id
from shared.partner import Partner
from shared.price import price
from shared.scope import Scope
from shared.together import Together

A_LIST = 50
"""Records that one list shows besides those that are ticked."""
Ticked = Annotated[list[str] | None, Query(max_length=MOST_IN_A_SCOPE)]
Cursor = Annotated[str | None, Query(max_length=2000)]


@dataclass(frozen=True)
class Picking:
    """What the form asks for again: where its lists go on, what is searched for, what is ticked.

    `on` says that the form asks at all: then what is ticked counts, and not what the record says.
    """

    on: bool
    ticked: Scope
    find: str
    courses_cursor: str | None
    organizations_cursor: str | None


def _picking(
    picking: bool = False,
    find: Annotated[str, Query(max_length=200)] = "",
    courses: Annotated[Ticked, Query(alias="scope.courses")] = None,
    organizations: Annotated[Ticked, Query(alias="scope.organizations")] = None,
    courses_cursor: Cursor = None,
    organizations_cursor: Cursor = None,
) -> Picking:
    known_courses = frozenset(one for one in courses or () if is_id("crs", one))
    known_organizations = frozenset(one for one in organizations or () if is_id("org", one))
    ticked = Scope(known_courses, known_organizations)
    return Picking(picking, ticked, find, courses_cursor, organizations_cursor)


Picked = Annotated[Picking, Depends(_picking)]


@dataclass(frozen=True)
class Choices:
    """Options as (id, name) with the ticked ones first, what is ticked, and cursors to more."""

    courses: list[tuple[str, str]]
    organizations: list[tuple[str, str]]
    ticked: Scope
    find: str
    more_courses: str | None
    more_organizations: str | None


def choices(partner: Partner, picking: Picking, stands: Scope) -> Choices:
    """What the form offers; `stands` is the scope as the record has it. Raises: Problem `cursor-invalid`."""
    chosen = Scope(picking.ticked.courses, picking.ticked.organizations, stands.tags) if picking.on else stands
    with Together() as pool:
        courses = pool.submit(catalogue, Page(limit=A_LIST, cursor=picking.courses_cursor), partner)
        customers = pool.submit(
            find_organizations, Page(limit=A_LIST, cursor=picking.organizations_cursor), partner.id, picking.find
        )
        named = pool.submit(organizations.organizations, partner.id, sorted(chosen.organizations))
        offered = ticked_courses(partner, chosen)
        found, more_courses = courses.result()
        companies, more_organizations = customers.result()
        known = {its_id: one.name for its_id, one in named.result().items()}
    return Choices(
        courses=_listed(offered, {one["id"]: one["title"] for one in found}),
        organizations=_listed(known, {one.id: one.name for one in companies}),
        ticked=Scope(frozenset(offered), frozenset(known), chosen.tags),
        find=picking.find,
        more_courses=more_courses,
        more_organizations=more_organizations,
    )


def ticked_courses(partner: Partner, chosen: Scope) -> dict[str, str]:
    """Titles of those chosen courses that the partner has; of another's courses it learns nothing."""
    if not chosen.courses:
        return {}
    items, rows = catalog.with_assignments([partner.id], sorted(chosen.courses))
    offered = {
        one: item for one, item in items.items() if price(partner, item, rows.get((partner.id, one))) is not None
    }
    return {one: item["title"] for one, item in offered.items()}


def _listed(ticked: Mapping[str, str], found: Mapping[str, str]) -> list[tuple[str, str]]:
    by_name = sorted(ticked.items(), key=lambda one: one[1].casefold())
    return by_name + [(its_id, name) for its_id, name in found.items() if its_id not in ticked]
