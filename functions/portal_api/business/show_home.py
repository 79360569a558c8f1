"""Where a portal begins: what is there, each with its latest records; at a contact's own place their courses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from fastapi.responses import HTMLResponse

from functions.portal_api.business.cells import Short, short
from functions.portal_api.business.completion import COUNTED, Completion, completion, counts_of
from functions.portal_api.business.find_records import shown
from functions.portal_api.business.look import Door, Seen, look_round, named
from functions.portal_api.business.portal import COURSES, Portal
from functions.portal_api.business.standing import Visitor
from functions.portal_api.lists import Page
from functions.portal_api.modules.module import Found, Module, Reach, Wanted
from shared.dynamo import AT_ONCE
from shared.language import mark as _

LATEST = 5
"""Records of each module that the start page shows."""
COURSES_SHOWN = 25
"""Courses that a contact's start page shows, the newest."""
Opened = Callable[[Visitor], Portal]
"""What makes the portal, once it is known who visits it."""


@dataclass(frozen=True)
class Section:
    """One module on the start page; `new` where one of its records is made."""

    key: str
    label: str
    href: str
    records: Sequence[Short]
    more: bool
    new: str | None = None


def show_home(door: Door, opened: Opened) -> HTMLResponse:
    """The start page. Raises: Problem `not-found`, `partner-closed`, `busy`."""
    at_business = door.standing.place == "business"

    def reading(module: Module, reached: Reach) -> Found:
        limit = COUNTED if module.name == COURSES and at_business else COURSES_SHOWN
        return module.find(reached, Wanted(Page(limit=limit if module.name == COURSES else LATEST, cursor=None)))

    visitor, seen = look_round(door, reading)
    portal = opened(visitor)
    if portal.own and any(one.sight.module.name == COURSES for one in seen):
        seen = [one for one in seen if one.sight.module.name == COURSES]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sections = [pool.submit(_section, portal, one) for one in seen]
        pictures = [pool.submit(_picture, one) for one in seen if at_business]
        found = next((told for one in pictures if (told := one.result())), None)
        courses = portal.own and bool(seen) and seen[0].sight.module.name == COURSES
        return portal.page(
            "business/own.html" if courses else "business/home.html",
            title=portal.visit.say(_("Your courses")) if courses else portal.title,
            here="home",
            sections=[one.result() for one in sections],
            completion=found,
            counted=COUNTED,
        )


def _section(portal: Portal, seen: Seen[Found]) -> Section:
    sight, module = seen.sight, seen.sight.module
    records, cursor = seen.found
    most = COURSES_SHOWN if portal.own and module.name == COURSES else LATEST
    latest = shown(module, sight, seen.reach, records[:most], "list")
    return Section(
        module.name,
        portal.label(module),
        portal.href(module.name),
        [short(portal, sight, one) for one in latest],
        cursor is not None or len(records) > most,
        portal.href(module.name, "new") if portal.may(sight, "create") and module.create else None,
    )


def _picture(seen: Seen[Found]) -> Completion | None:
    _enrolled, _completed, examples = counts_of(seen)
    return completion(seen, named(seen.sight.module, seen.reach, examples)) if examples else None
