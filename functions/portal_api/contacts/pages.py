"""`/partner/{partner_id}/contacts`: the students of a partner, listed, added and changed."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse

from functions.portal_api.contacts.contact import Contact
from functions.portal_api.contacts.find_contacts import contact_of, find_contacts
from functions.portal_api.contacts.tag import fold
from functions.portal_api.enrollments.rows import may_enrol
from functions.portal_api.lists import Paged
from functions.portal_api.organizations.choose import organization_choices, organization_names
from functions.portal_api.search import Asked
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Column, Filter
from functions.portal_api.web.visit import Visit, Visits
from shared.access import scope_of
from shared.ids import is_id
from shared.language import mark as _
from shared.partner import Partner
from shared.together import Together

router = PageRouter()
COLUMNS = (
    Column("name", _("Name"), "link"),
    Column("email", _("E-mail"), "email"),
    Column("organization", _("Organization")),
    Column("tags", _("Tags"), "tags"),
    Column("created_at", _("Added"), "day"),
)


@router.page("/partner/{partner_id}/contacts")
def contacts_page(
    visit: Visits,
    asked: Paged,
    q: Asked = None,
    organization_id: str | None = None,
    tag: str | None = None,
    archived: str | None = None,
) -> HTMLResponse:
    """The list of them."""
    partner = visit.allow_at_partner("contact:read", scoped=True)
    scope = scope_of(visit.caller, "contact:read")
    with Together() as pool:
        known = pool.submit(organization_choices, partner.id) if scope is None else None
        chosen = pool.submit(organization_names, partner.id, _ids(organization_id), {})
        beside: dict[str, str] = {}
        found, following = find_contacts(
            asked,
            partner.id,
            q=q,
            organization_id=organization_id or None,
            tag=fold(tag) if tag else None,
            archived=archived == "true",
            scope=scope,
            names=beside,
        )
    offered = (known.result() if known else {}) | chosen.result()
    wanted = [its_id for one in found for its_id in one.organization_ids]
    names = organization_names(partner.id, wanted, offered | beside)
    table = visit.table(
        name="contacts",
        caption=_("Students"),
        columns=COLUMNS,
        rows=[_row(visit, one, names) for one in found],
        next_cursor=following,
        search=_("Name or e-mail"),
        filters=_filters(offered, found, tag),
        pick=may_enrol(visit),
        pick_form="enrol-many",
        pick_name="contact_ids",
    )
    told: dict[str, Any] = {"partner": partner, "may_write": visit.may("contact:write"), "may_enrol": may_enrol(visit)}
    return visit.page("contacts/list.html", title=visit.say(_("Students")), here="contacts", table=table, **told)


def _ids(organization_id: str | None) -> list[str]:
    return [organization_id] if organization_id and is_id("org", organization_id) else []


def _row(visit: Visit, contact: Contact, names: dict[str, str]) -> dict[str, Any]:
    known = [names[its_id] for its_id in contact.organization_ids if its_id in names]
    return contact.view() | {
        "href": f"{visit.path}/{contact.id}",
        "name": name_of(contact),
        "organization": ", ".join(known) or None,
        "tags": contact.tags or None,
    }


def _filters(organizations: dict[str, str], found: list[Contact], tag: str | None) -> list[Filter]:
    """By organization, by the tags that are on the page, and the archived ones."""
    tags = sorted({one for contact in found for one in contact.tags} | ({fold(tag)} if tag else set()))
    companies, everywhere = list(organizations.items()), _("All organizations")
    filters = [
        Filter("organization_id", _("Organization"), companies, all=everywhere, named=True),
        Filter("tag", _("Tag"), [(one, one) for one in tags], all=_("All tags"), named=True),
    ]
    status = Filter("archived", _("Status"), (("true", _("Archived")),), all=_("In use"))
    return [*(one for one in filters if one.options), status]


@router.page("/partner/{partner_id}/contacts/new")
def new_contact_page(visit: Visits, organization_id: str | None = None) -> HTMLResponse:
    """A form for a new one, of an organization if one comes from there."""
    partner = visit.allow_at_partner("contact:write")
    with Together() as pool:
        asked = pool.submit(organization_names, partner.id, _ids(organization_id), {})
        organizations = organization_choices(partner.id) | asked.result()
    return visit.page(
        "contacts/edit.html",
        title=visit.say(_("Add a student")),
        here="contacts",
        crumbs=[all_of(visit, partner)],
        partner=partner,
        contact=None,
        organizations=list(organizations.items()),
        organization_id=organization_id if organization_id in organizations else "",
    )


@router.page("/partner/{partner_id}/contacts/{contact_id}/edit")
def edit_contact_page(visit: Visits, contact_id: str) -> HTMLResponse:
    """A form for a record."""
    partner = visit.allow_at_partner("contact:write")
    with Together() as pool:
        choosing = pool.submit(organization_choices, partner.id)
        contact = contact_of(partner.id, contact_id)
    organizations = organization_names(partner.id, contact.organization_ids, choosing.result())
    return visit.page(
        "contacts/edit.html",
        title=visit.say(_("Edit the student")),
        here="contacts",
        crumbs=[all_of(visit, partner), (name_of(contact), f"/partner/{partner.id}/contacts/{contact.id}")],
        partner=partner,
        contact=contact,
        organizations=list(organizations.items()),
        organization_id=contact.organization_id or "",
    )


def name_of(contact: Contact) -> str:
    """First and last name."""
    return f"{contact.first_name} {contact.last_name or ''}".strip()


def all_of(visit: Visit, partner: Partner) -> tuple[str, str]:
    """The way back to the list."""
    return visit.say(_("Students")), f"/partner/{partner.id}/contacts"
