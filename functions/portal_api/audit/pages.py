"""`/platform/audit` and `/partner/{partner_id}/audit`: who did what to which record, when, from which view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.responses import HTMLResponse

from functions.portal_api.audit.api import Beginning, By, From, Of
from functions.portal_api.audit.find_audit import find_rows
from functions.portal_api.audit.row import view_of
from functions.portal_api.audit.subjects import called, keys_of, page_of
from functions.portal_api.audit.words import ACTIONS, FIELDS, PARTNER_KINDS, PLATFORM_KINDS, VIEWS
from functions.portal_api.lists import Page, Paged
from functions.portal_api.web.formats import name_of
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Column, Filter
from functions.portal_api.web.visit import Visit, Visits
from shared import keys
from shared.dynamo import Item, read
from shared.keys import Key
from shared.language import mark as _
from shared.language import translate

router = PageRouter()

COLUMNS = (
    Column("what", _("What"), "link"),
    Column("subject", _("To what"), "link"),
    Column("who", _("Who"), "link"),
    Column("at", _("When"), "moment"),
    Column("view", _("From")),
)


@router.page("/platform/audit")
def platform_audit_page(
    visit: Visits, asked: Paged, actor_id: By = None, subject: Of = None, action: Beginning = None, view: From = None
) -> HTMLResponse:
    """What was done at the platform itself; each partner has its own."""
    visit.allow("audit:read")
    return _audit(visit, asked, None, {"actor_id": actor_id, "subject": subject, "action": action, "view": view})


@router.page("/partner/{partner_id}/audit")
def partner_audit_page(
    visit: Visits,
    asked: Paged,
    partner_id: str,
    actor_id: By = None,
    subject: Of = None,
    action: Beginning = None,
    view: From = None,
) -> HTMLResponse:
    """What was done at a partner; credits have their own history."""
    partner = visit.allow_at_partner("audit:read")
    return _audit(visit, asked, partner.id, {"actor_id": actor_id, "subject": subject, "action": action, "view": view})


def _audit(visit: Visit, asked: Page, partner_id: str | None, narrowed: Mapping[str, Any]) -> HTMLResponse:
    """Rows, then in one read the names of who did it and of what it was done to."""
    narrowed = {name: value or None for name, value in narrowed.items()}
    items, following = find_rows(asked, partner_id, **narrowed)
    people = [narrowed["actor_id"], *(item.get("actor_id") for item in items)]
    subjects = [narrowed["subject"], *(item["subject"] for item in items)]
    wanted = [keys.person(who) for who in people if who]
    wanted += [key for subject in subjects if subject for key in keys_of(subject, partner_id)]
    found = read(wanted)
    table = visit.table(
        name="audit",
        caption=_("Audit"),
        columns=COLUMNS,
        rows=[_row(visit, item, partner_id, found) for item in items],
        next_cursor=following,
        filters=_filters(narrowed, items, partner_id, found),
    )
    return visit.page(
        "audit/list.html",
        title=visit.say(_("Audit")),
        here="audit",
        table=table,
        at_partner=partner_id,
    )


def _filters(
    narrowed: Mapping[str, Any], items: Sequence[Item], partner_id: str | None, found: Mapping[Key, Item]
) -> list[Filter]:
    """Whoever is named on this page, and the one record whose rows are asked for, can be chosen by name."""
    kinds = PLATFORM_KINDS if partner_id is None else PARTNER_KINDS
    people = {item["actor_id"] for item in items if "actor_id" in item} | {narrowed["actor_id"]}
    named = sorted(((who, _person(found, who) or who) for who in people if who), key=lambda one: one[1].casefold())
    filters = [
        Filter("action", _("Kind of record"), kinds, all=_("All kinds of records")),
        Filter("actor_id", _("Who"), named, all=_("Everybody"), named=True),
        Filter("view", _("From which view"), tuple(VIEWS.items()), all=_("All views")),
    ]
    if subject := narrowed["subject"]:
        name = called(subject, partner_id, found) or subject
        filters.append(Filter("subject", _("To what"), [(subject, name)], all=_("All records"), named=True))
    return filters


def _row(visit: Visit, item: Item, partner_id: str | None, found: Mapping[Key, Item]) -> dict[str, Any]:
    action, subject, who = item["action"], item["subject"], item.get("actor_id")
    name = _person(found, who) if who else None
    done = visit.say(ACTIONS[action]) if action in ACTIONS else action
    return {
        "what": {"text": done, "sub": changed_fields(item["changed"], visit.language)},
        "subject": {"text": called(subject, partner_id, found) or subject, "href": page_of(subject, partner_id)},
        "who": {"text": name or who, "href": f"{visit.path}?actor_id={who}"} if who else None,
        "at": item["at"],
        "view": visit.say(VIEWS[view_of(item)]),
    }


def changed_fields(names: Sequence[str], language: str) -> str:
    """Fields by their words; one that has none any more by its name, as a person would write it."""
    told = (translate(FIELDS[name], language) if name in FIELDS else _written(name) for name in names)
    return ", ".join(dict.fromkeys(told))


def _written(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ").capitalize()


def _person(found: Mapping[Key, Item], person_id: str) -> str | None:
    item = found.get(keys.person(person_id))
    return name_of(item) if item else None
