"""A record of a module: what is seen of it, and a form with what may be changed and nothing else; and a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.responses import HTMLResponse

from functions.portal_api.business.cells import Shown, details, title_of
from functions.portal_api.business.find_records import shown
from functions.portal_api.business.look import Door, look
from functions.portal_api.business.portal import Portal
from functions.portal_api.business.show_home import Opened
from functions.portal_api.modules.module import Field, Module
from functions.portal_api.modules.sight import Sight
from functions.portal_api.organizations.pages import countries
from shared.problems import Problem


@dataclass(frozen=True)
class Input:
    """A field of a form: its label and choices in the reader's language, and the value it has."""

    name: str
    label: str
    type: str
    required: bool
    choices: Sequence[tuple[str, str]]
    value: Any = None


def show_record(door: Door, opened: Opened, module: Module, record_id: str) -> HTMLResponse:
    """The page of one record. Raises: Problem `not-found`, `busy`."""
    seen = look(door, module, lambda _sight: record_id, module.read)
    portal = opened(seen.visitor)
    record = shown(module, seen.sight, seen.reach, [seen.found], "record")[0]
    return record_page(portal, seen.sight, record)


def record_page(portal: Portal, sight: Sight, record: Shown, *, alone: bool = False) -> HTMLResponse:
    """The same of a record that was read; `alone` where it stands for its whole module."""
    module = sight.module
    changes = portal.may(sight, "edit") and module.update is not None
    inputs = _inputs(portal, sight.editable, record) if changes else []
    read = [one for one in sight.fields if not inputs or sight.access[one.name] != "edit"]
    home = portal.href()
    return portal.page(
        "business/record.html",
        title=title_of(portal, sight, record),
        here="home" if portal.home_is(module) else module.name,
        crumbs=[] if alone else [(portal.label(module), home if portal.home_is(module) else portal.href(module.name))],
        record_id=record["id"],
        sight=sight,
        module=module,
        details=details(portal, sight, record, read),
        inputs=inputs,
        countries=_countries(portal, inputs),
        csv=f"{portal.api}/{module.name}.csv" if alone and portal.may(sight, "export") else None,
    )


def show_new(door: Door, opened: Opened, module: Module) -> HTMLResponse:
    """The form of a new record. Raises: Problem `not-found`, `not-allowed`."""
    visitor = door.open()
    portal, sight = opened(visitor), visitor.sight(module)
    action = sight.allow("create", suspended=visitor.suspended)
    if module.create is None or (portal.own and action.of_organization) or not portal.api:
        raise Problem("not-found")
    inputs = _inputs(portal, sight.editable, {})
    return portal.page(
        "business/new.html",
        title=portal.visit.say(action.label),
        here=module.name,
        crumbs=[(portal.label(module), portal.href(module.name))],
        sight=sight,
        module=module,
        inputs=inputs,
        countries=_countries(portal, inputs),
    )


def _inputs(portal: Portal, fields: Sequence[Field], record: Shown) -> list[Input]:
    say = portal.visit.say
    return [
        Input(
            one.name,
            say(one.label),
            one.type,
            one.required,
            [(code, say(word)) for code, word in one.choices.items()],
            record.get(one.name),
        )
        for one in fields
    ]


def _countries(portal: Portal, inputs: Sequence[Input]) -> list[tuple[str, str]]:
    return countries(portal.visit.language) if any(one.type == "address" for one in inputs) else []
