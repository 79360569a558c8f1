"""Where a portal begins: what is there, each with its latest records; at a contact's own place their courses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from shared.language import mark as _
from shared.together import Together

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
        limit = (COUNTED if at_business else COURSES_SHOWN) if module.name == COURSES else LATEST
        return module.find(reached, Wanted(Page(limit=limit, cursor=None)))

    def showing(seen: Seen[Found]) -> tuple[Section, Completion | None]:
        with Together() as pool:
            picture = pool.submit(_picture, seen) if at_business else None
            section = _section(opened(seen.visitor), seen)
            return section, picture.result() if picture else None

    visitor, told = look_round(door, reading, showing)
    portal = opened(visitor)
    sections = [section for section, _picture in told]
    courses = [one for one in sections if portal.own and one.key == COURSES]
    return portal.page(
        "business/own.html" if courses else "business/home.html",
        title=portal.visit.say(_("Your courses")) if courses else portal.title,
        here="home",
        sections=courses or sections,
        completion=next((picture for _section, picture in told if picture), None),
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
