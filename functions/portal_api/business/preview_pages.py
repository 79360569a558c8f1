"""`/partner/{partner_id}/profiles/{profile_id}/as`: whose eyes to look through, and then the portal as they see it."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query
from fastapi.responses import HTMLResponse

from functions.portal_api.business.eyes import Eyes
from functions.portal_api.business.show_home import show_home
from functions.portal_api.business.show_list import Question, show_list
from functions.portal_api.business.show_record import show_record
from functions.portal_api.contacts.contact import Contact
from functions.portal_api.contacts.find_contacts import contact_of, find_contacts
from functions.portal_api.lists import Page
from functions.portal_api.modules.registry import module_of
from functions.portal_api.organizations import store as organizations
from functions.portal_api.profiles.draft import LONGEST, draft_of
from functions.portal_api.profiles.find_profiles import profile_of
from functions.portal_api.profiles.profile import Profile
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.shell import Crumb
from functions.portal_api.web.table import Column, Table
from functions.portal_api.web.visit import Visit, Visits
from shared.language import mark as _
from shared.together import Together

router = PageRouter()
ROWS = 25
COLUMNS = (Column("name", _("Name"), "link"), Column("email", _("E-mail"), "email"))
Given = Annotated[str | None, Query(max_length=100)]


class Asked:
    """What the address says of whose eyes: the contact, an organization or their own place, an admin there, a draft."""

    def __init__(
        self,
        contact_id: Given = None,
        organization_id: Given = None,
        own: Given = None,
        admin: Annotated[Literal["true", "false"], Query()] = "false",
        draft: Annotated[str | None, Query(max_length=LONGEST)] = None,
    ) -> None:
        given = {"contact_id": contact_id, "organization_id": organization_id, "own": own, "draft": draft}
        given["admin"] = "true" if admin == "true" else None
        self.kept = {name: text for name, text in given.items() if text}
        self.grants = draft_of(draft) if draft is not None else None

    @property
    def complete(self) -> bool:
        """Whether it is said through whose eyes, and where."""
        return "contact_id" in self.kept and ("organization_id" in self.kept or "own" in self.kept)

    def eyes(self, visit: Visit, profile_id: str) -> Eyes:
        """The door. Raises: Problem `not-found`, `not-allowed`."""
        partner = visit.allow_at_partner("profile:read")
        organization_id, admin = self.kept.get("organization_id"), "admin" in self.kept
        contact_id = self.kept.get("contact_id", "")
        return Eyes(visit, partner, profile_id, contact_id, organization_id, admin, self.grants, self.kept)


Whose = Annotated[Asked, Depends()]
BASE = "/partner/{partner_id}/profiles/{profile_id}/as"


@router.page(BASE)
def as_page(
    visit: Visits, asked: Whose, profile_id: str, q: Annotated[str | None, Query(max_length=200)] = None,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> HTMLResponse:  # fmt: skip
    """A person to choose, then one of their places, then its start page."""
    if asked.complete:
        door = asked.eyes(visit, profile_id)
        return show_home(door, door.portal)
    if "contact_id" in asked.kept:
        return _places(visit, asked, profile_id)
    return _people(visit, asked, profile_id, q or None, cursor or None)


@router.page(BASE + "/{module}")
def as_list_page(visit: Visits, asked: Whose, profile_id: str, module: str) -> HTMLResponse:
    door = asked.eyes(visit, profile_id)
    return show_list(door, door.portal, module_of(module), Question.of(visit.query, asked.kept))


@router.page(BASE + "/{module}/{record_id}")
def as_record_page(visit: Visits, asked: Whose, profile_id: str, module: str, record_id: str) -> HTMLResponse:
    door = asked.eyes(visit, profile_id)
    return show_record(door, door.portal, module_of(module), record_id)


def _people(visit: Visit, asked: Asked, profile_id: str, q: str | None, cursor: str | None) -> HTMLResponse:
    partner = visit.allow_at_partner("profile:read")
    with Together() as pool:
        profile = pool.submit(profile_of, partner.id, profile_id)
        found, following = find_contacts(Page(limit=ROWS, cursor=cursor), partner.id, q=q)
    table = Table(
        path=visit.path,
        query=visit.query,
        kept=asked.kept,
        name="people",
        caption=_("Students"),
        columns=COLUMNS,
        rows=[
            {"id": one.id, "href": _with(visit, asked, contact_id=one.id), "name": _name(one), "email": one.email}
            for one in found
        ],
        next_cursor=following,
        search=_("Name or e-mail"),
    )
    title = visit.say(_("Whose eyes to look through"))
    return visit.page(
        "business/choose.html", title=title, here="profiles", crumbs=_way(visit, profile.result()), table=table
    )


def _places(visit: Visit, asked: Asked, profile_id: str) -> HTMLResponse:
    partner = visit.allow_at_partner("profile:read")
    with Together() as pool:
        profile = pool.submit(profile_of, partner.id, profile_id)
        contact = contact_of(partner.id, asked.kept["contact_id"])
        names = organizations.organizations(partner.id, contact.organization_ids) if contact.organization_ids else {}
    places = [
        (
            name,
            _with(visit, asked, organization_id=its_id),
            _with(visit, asked, organization_id=its_id, admin="true"),
        )
        for name, its_id in sorted((one.name, its_id) for its_id, one in names.items())
    ]
    return visit.page(
        "business/choose.html",
        title=visit.say(_("Where %(name)s looks"), name=_name(contact)),
        here="profiles",
        crumbs=_way(visit, profile.result()),
        table=None,
        places=places,
        own=_with(visit, asked, own="true"),
    )


def _way(visit: Visit, profile: Profile) -> list[Crumb]:
    base = visit.path.rpartition("/")[0]
    name = visit.say(profile.name) if profile.built_in else profile.name
    return [(visit.say(_("Access profiles")), base.rpartition("/")[0]), (name, base)]


def _name(contact: Contact) -> str:
    return " ".join(word for word in (contact.first_name, contact.last_name) if word)


def _with(visit: Visit, asked: Asked, **more: str) -> str:
    return f"{visit.path}?{urlencode(asked.kept | more)}"
