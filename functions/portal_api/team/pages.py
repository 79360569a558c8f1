"""`/partner/{partner_id}/team`: a partner's admins and staff in one list, invited, changed, dismissed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.responses import HTMLResponse

from functions.portal_api.account.list_admins import list_admins
from functions.portal_api.lists import Page, Paged
from functions.portal_api.team.find_members import find_members, member_of
from functions.portal_api.team.scope_choices import Choices, Picked, choices
from functions.portal_api.team.words import HELD, ROLES, standing
from functions.portal_api.web.formats import name_of
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Column
from functions.portal_api.web.visit import Visit, Visits
from shared import keys
from shared.dynamo import Item, read
from shared.keys import Key
from shared.language import catalogue
from shared.language import mark as _
from shared.partner import Partner
from shared.problems import Problem
from shared.scope import Scope
from shared.suppression import Suppression
from shared.together import Together

router = PageRouter()

COLUMNS = (
    Column("name", _("Name"), "link"),
    Column("role", _("Role")),
    Column("standing", _("Status"), "badge"),
    Column("since", _("Since"), "day"),
)
DUTIES = {
    "partner_admin": _("Does everything: people, enrolling, credits, the team and the settings."),
    "partner_enrollment": _("Keeps students and organizations, enrols and withdraws, asks for credits."),
    "partner_finance": _("Reads everything, credits included, and asks for a top-up; changes nothing."),
    "partner_read_only": _("Reads everything, credits included; changes nothing."),
    "supervisor": _("Sees chosen courses, or chosen people, and how they get on. No credits."),
}
"""The roles a partner gives, in the order of how much they may do, with what each is for."""
ADMINS = "a."
STAFF = "s."
"""What a cursor of the list begins with: whether it goes on among the admins or among the staff."""
NAMED = 3
"""Courses or organizations of a scope that the list names; the rest are counted."""


@router.page("/partner/{partner_id}/team")
def team_page(visit: Visits, asked: Paged) -> HTMLResponse:
    """Admins first, then the staff, page by page; the house has none: the platform's admins look after it."""
    partner = visit.allow_at_partner("partner_admin:read")
    people, following = _people(partner, asked) if partner.has_wallet else ([], None)
    found = read(key for person in people for key in (keys.suppressed(person["email"]), *_named_in(partner, person)))
    return visit.page(
        "team/partner_team.html",
        title=visit.say(_("Team")),
        here="team",
        partner=partner,
        may_manage=partner.has_wallet and visit.may("partner_admin:manage"),
        table=visit.table(
            name="team",
            caption=_("Team"),
            columns=COLUMNS,
            rows=[_row(visit, partner, person, found) for person in people],
            next_cursor=following,
        ),
    )


def _people(partner: Partner, asked: Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the list, in one wait. Raises: Problem `cursor-invalid`."""
    cursor = asked.cursor or ADMINS
    place = cursor[2:] or None
    if not cursor.startswith((ADMINS, STAFF)):
        raise Problem("cursor-invalid")
    if cursor.startswith(STAFF):
        members = find_members(Page(limit=asked.limit, cursor=place), partner.id)
        return members["items"], _cursor(STAFF, members["next_cursor"])
    with Together() as pool:
        staff = pool.submit(find_members, Page(limit=asked.limit, cursor=None), partner.id)
        listed: dict[str, Any] = list_admins(Page(limit=asked.limit, cursor=place), partner.id)
    admins = [one.model_dump() | {"role": "partner_admin", "scope": None} for one in listed["items"]]
    if listed["next_cursor"]:
        return admins, _cursor(ADMINS, listed["next_cursor"])
    members = staff.result()
    return [*admins, *members["items"]], _cursor(STAFF, members["next_cursor"])


def _cursor(where: str, following: str | None) -> str | None:
    return where + following if following else None


def _named_in(partner: Partner, person: dict[str, Any]) -> list[Key]:
    scope = person["scope"] or {}
    courses = [keys.course_at(partner.id, one) for one in scope.get("courses", ())[:NAMED]]
    return courses + [keys.organization(partner.id, one) for one in scope.get("organizations", ())[:NAMED]]


def _row(visit: Visit, partner: Partner, person: dict[str, Any], found: Mapping[Key, Item]) -> dict[str, Any]:
    name = name_of(person)
    held = Suppression.of(found.get(keys.suppressed(person["email"])))
    return {
        "id": person["id"],
        "name": {"text": name, "sub": person["email"]},
        "plain_name": name,
        "admin": person["role"] == "partner_admin",
        "oneself": person["id"] == visit.caller.person_id,
        "role": {"text": visit.say(ROLES[person["role"]]), "sub": _sees(visit, partner, person, found)},
        "standing": HELD[held.reason] if held else standing(person["invited"]),
        "held": held is not None and (held.reason == "bounce" or visit.caller.is_platform_admin),
        "invited": person["invited"],
        "since": person["since"],
    }


def _sees(visit: Visit, partner: Partner, person: dict[str, Any], found: Mapping[Key, Item]) -> str | None:
    """To what somebody is narrowed, by name; None where they see everything."""
    scope = person["scope"]
    if not scope:
        return None
    names = [
        str(item.get("title") or item.get("name")) for key in _named_in(partner, person) if (item := found.get(key))
    ]
    names += scope["tags"][:NAMED]
    chosen = sum(len(one) for one in scope.values())
    told = ", ".join(names)
    if chosen > len(names):
        more = chosen - len(names)
        words = catalogue(visit.language).ngettext(
            "%(names)s and %(number)s more", "%(names)s and %(number)s more", more
        )
        told = words % {"names": told, "number": more}
    kinds = {
        "courses": _("Courses: %(names)s"),
        "organizations": _("Organizations: %(names)s"),
        "tags": _("Tags: %(names)s"),
    }
    return visit.say(next(words for kind, words in kinds.items() if scope[kind]), names=told)


@router.page("/partner/{partner_id}/team/new")
def invite_page(visit: Visits, picking: Picked) -> HTMLResponse:
    """Whom, as what, and for a supervisor what they see."""
    partner = _managed(visit)
    return _form(visit, "team/partner_invite.html", _("Invite somebody"), choices(partner, picking, Scope()))


@router.page("/partner/{partner_id}/team/{person_id}")
def member_page(visit: Visits, picking: Picked, person_id: str) -> HTMLResponse:
    """One of the staff: another role, another scope. An admin has no other page than the list."""
    partner = _managed(visit)
    row = member_of(person_id, partner.id)
    name = name_of(row)
    offered = choices(partner, picking, Scope.of(row))
    return _form(visit, "team/partner_member.html", name, offered, member=row)


def _managed(visit: Visit) -> Partner:
    partner = visit.allow_at_partner("partner_admin:manage")
    if not partner.has_wallet:
        raise Problem("not-found")
    return partner


def _form(visit: Visit, template: str, title: str, offered: Choices, **context: Any) -> HTMLResponse:
    partner = visit.partner
    assert partner is not None
    return visit.page(
        template,
        title=visit.say(title),
        here="team",
        crumbs=[(visit.say(_("Team")), f"/partner/{partner.id}/team")],
        partner=partner,
        offered=offered,
        roles=[(role, visit.say(ROLES[role]), visit.say(told)) for role, told in DUTIES.items()],
        **context,
    )
