"""`/platform/users`: the platform's admins and trainers, and somebody new: an admin of a partner or of the platform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Query
from fastapi.responses import HTMLResponse

from functions.portal_api.account.list_admins import list_admins
from functions.portal_api.catalog.find_courses import all_courses
from functions.portal_api.lists import Page, Paged
from functions.portal_api.partners.list_partners import find_partners
from functions.portal_api.team.find_members import find_members, member_of
from functions.portal_api.team.member import view
from functions.portal_api.team.words import HELD, standing
from functions.portal_api.web.formats import name_of
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Column
from functions.portal_api.web.visit import Visit, Visits
from shared import keys
from shared.dynamo import Item, read
from shared.ids import is_id
from shared.keys import Key
from shared.language import catalogue
from shared.language import mark as _
from shared.suppression import Suppression
from shared.together import Together

router = PageRouter()

ADMINS = (
    Column("name", _("Name"), "link"),
    Column("standing", _("Status"), "badge"),
    Column("since", _("Since"), "day"),
)
TRAINERS = (
    Column("name", _("Name"), "link"),
    Column("courses", _("Courses"), "tags"),
    Column("standing", _("Status"), "badge"),
    Column("since", _("Since"), "day"),
)
CHOICES = 100
"""Partners, and courses, that a form lists."""
TITLES_SHOWN = 3
Partner = Annotated[str | None, Query(max_length=40)]
Known = Mapping[Key, Item]
"""Records that were read besides the list: titles of courses, and what holds mails back."""


@router.page("/platform/users")
def admins_page(visit: Visits, asked: Paged) -> HTMLResponse:
    """Who may do everything."""
    visit.allow("platform_admin:manage")
    found = list_admins(asked, None)
    people: list[Any] = found["items"]  # type: ignore[assignment]
    held = read(keys.suppressed(one.email) for one in people)
    table = visit.table(
        name="users",
        caption=_("Platform admins"),
        columns=ADMINS,
        rows=[_person(visit, one.model_dump(), held) for one in people],
        next_cursor=found["next_cursor"],
    )
    return _page(visit, "admins", "platform_users.html", table=table)


@router.page("/platform/users/trainers")
def trainers_page(visit: Visits, asked: Paged) -> HTMLResponse:
    """Who teaches which of the platform's courses."""
    visit.allow("platform_admin:manage")
    found = find_members(asked, None)
    shown = {course for one in found["items"] for course in one["courses"][:TITLES_SHOWN]}
    known = read([*map(keys.course, shown), *(keys.suppressed(one["email"]) for one in found["items"])])
    table = visit.table(
        name="users",
        caption=_("Trainers"),
        columns=TRAINERS,
        rows=[_trainer(visit, one, known) for one in found["items"]],
        next_cursor=found["next_cursor"],
    )
    return _page(visit, "trainers", "platform_users.html", table=table)


def _trainer(visit: Visit, person: dict[str, Any], known: Known) -> dict[str, Any]:
    """A few of the courses by name, and how many more."""
    named = [known[key]["title"] for key in map(keys.course, person["courses"][:TITLES_SHOWN]) if key in known]
    more = len(person["courses"]) - TITLES_SHOWN
    if more > 0:
        words = catalogue(visit.language).ngettext("%(number)s more", "%(number)s more", more)
        named.append(words % {"number": more})
    return _person(visit, person, known) | {"courses": named, "href": f"/platform/users/trainers/{person['id']}"}


def _person(visit: Visit, person: dict[str, Any], known: Known) -> dict[str, Any]:
    name = name_of(person)
    held = Suppression.of(known.get(keys.suppressed(person["email"])))
    return {
        "id": person["id"],
        "name": {"text": name, "sub": person["email"]},
        "plain_name": name,
        "standing": HELD[held.reason] if held else standing(person["invited"]),
        "held": held,
        "invited": person["invited"],
        "since": person["since"],
        "is_me": person["id"] == visit.caller.person_id,
    }


@router.page("/platform/users/new")
def new_user_page(
    visit: Visits, role: Literal["admin", "trainer"] = "admin", partner_id: Partner = None
) -> HTMLResponse:
    """An admin, naming the partner or none (C-28), or a trainer with their courses."""
    visit.allow("platform_admin:manage")
    if role == "trainer":
        courses, _more = all_courses(Page(limit=CHOICES, cursor=None))
        options = [(one["id"], one["title"]) for one in courses if not one["archived"]]
        return _new(visit, "trainer", options=options, chosen="")
    named = keys.partner(partner_id) if partner_id and is_id("prt", partner_id) and partner_id != keys.HOUSE else None
    with Together() as pool:
        listed = pool.submit(find_partners, Page(limit=CHOICES, cursor=None), "")
        own = read([named]) if named else {}
        found = listed.result()[0]
    named_so = ((str(one["id"]), str(one["name"])) for one in found if one["kind"] != "house")
    options = sorted(named_so, key=lambda one: one[1].casefold())
    if named in own and all(one[0] != partner_id for one in options):
        options.insert(0, (own[named]["id"], own[named]["name"]))
    return _new(visit, "admin", options=options, chosen=partner_id or "")


def _new(visit: Visit, role: str, **context: Any) -> HTMLResponse:
    base = "/platform/users/new"
    tabs = [("admin", visit.say(_("Admin")), base), ("trainer", visit.say(_("Trainer")), f"{base}?role=trainer")]
    return visit.page(
        "team/platform_new_user.html",
        title=visit.say(_("New user")),
        here="users",
        crumbs=[(visit.say(_("Users")), "/platform/users")],
        tab=role,
        tab_links=tabs,
        **context,
    )


@router.page("/platform/users/trainers/{person_id}")
def trainer_page(visit: Visits, person_id: str) -> HTMLResponse:
    """One trainer, and which courses they see."""
    visit.allow("platform_admin:manage")
    with Together() as pool:
        listed = pool.submit(all_courses, Page(limit=CHOICES, cursor=None))
        person = view(member_of(person_id, None))
        courses = listed.result()[0]
    own = set(person["courses"])
    options = [(one["id"], one["title"]) for one in courses if not one["archived"] or one["id"] in own]
    missing = own - {one[0] for one in options}
    older = list(map(keys.course, missing))
    known = read([*older, keys.suppressed(person["email"])])
    options += [(known[key]["id"], known[key]["title"]) for key in older if key in known]
    shown = _person(visit, person, known)
    return visit.page(
        "team/platform_trainer.html",
        title=shown["plain_name"],
        here="users",
        crumbs=[(visit.say(_("Users")), "/platform/users"), (visit.say(_("Trainers")), "/platform/users/trainers")],
        person=shown | {"email": person["email"]},
        options=options,
        chosen=sorted(own),
    )


def _page(visit: Visit, here: str, template: str, **context: Any) -> HTMLResponse:
    base = "/platform/users"
    trainers = ("trainers", visit.say(_("Trainers")), f"{base}/trainers")
    tabs = [("admins", visit.say(_("Platform admins")), base), trainers]
    return visit.page(
        f"team/{template}", title=visit.say(_("Users")), here="users", tab=here, tab_links=tabs, **context
    )
