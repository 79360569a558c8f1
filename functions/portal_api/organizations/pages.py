"""`/partner/{partner_id}/organizations`: the customer companies of a partner."""

from __future__ import annotations

from typing import Any

from babel import Locale
from fastapi.responses import HTMLResponse

from functions.portal_api.contacts.find_contacts import find_contacts
from functions.portal_api.enrollments.find_enrollments import find_enrollments
from functions.portal_api.enrollments.rows import COURSE, PERSON, columns, enrollment_rows, may_enrol
from functions.portal_api.lists import Page, Paged
from functions.portal_api.organizations.find_organizations import find_organizations, organization_of
from functions.portal_api.organizations.organization import Organization
from functions.portal_api.portal_access.key_contacts import key_contacts_of
from functions.portal_api.search import Asked
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Badge, Column
from functions.portal_api.web.visit import Visit, Visits
from shared.language import mark as _
from shared.partner import Partner
from shared.together import Together

router = PageRouter()
SHOWN = 10
"""Rows that an organization's own page shows of each list; the lists themselves have the rest."""
COLUMNS = (
    Column("name", _("Name"), "link"),
    Column("vat_number", _("VAT number"), "code"),
    Column("email", _("E-mail"), "email"),
    Column("city", _("City")),
    Column("created_at", _("Added"), "day"),
)
PEOPLE = (
    Column("name", _("Name"), "link"),
    Column("email", _("E-mail"), "email"),
    Column("role", _("Portal"), "badge"),
)


@router.page("/partner/{partner_id}/organizations")
def organizations_page(visit: Visits, asked: Paged, q: Asked = None) -> HTMLResponse:
    """The list of them."""
    partner = visit.allow_at_partner("organization:read")
    found, following = find_organizations(asked, partner.id, q)
    rows = [
        one.view() | {"href": f"{visit.path}/{one.id}", "city": one.address.city if one.address else None}
        for one in found
    ]
    table = visit.table(
        name="organizations",
        caption=_("Organizations"),
        columns=COLUMNS,
        rows=rows,
        next_cursor=following,
        search=_("Name of the organization"),
    )
    title, may_write = visit.say(_("Organizations")), visit.may("organization:write")
    return visit.page("organizations/list.html", title=title, here="organizations", table=table, may_write=may_write)


@router.page("/partner/{partner_id}/organizations/new")
def new_organization_page(visit: Visits) -> HTMLResponse:
    """A form for a new one."""
    partner = visit.allow_at_partner("organization:write")
    title = visit.say(_("Add an organization"))
    told: dict[str, Any] = {"partner": partner, "organization": None, "countries": countries(visit.language)}
    return visit.page("organizations/edit.html", title=title, here="organizations", crumbs=[_all(visit)], **told)


@router.page("/partner/{partner_id}/organizations/{organization_id}/edit")
def edit_organization_page(visit: Visits, organization_id: str) -> HTMLResponse:
    """A form for its record."""
    partner = visit.allow_at_partner("organization:write")
    organization = organization_of(partner.id, organization_id)
    title = visit.say(_("Edit the organization"))
    crumbs = [_all(visit), (organization.name, f"/partner/{partner.id}/organizations/{organization.id}")]
    told: dict[str, Any] = {"partner": partner, "organization": organization, "countries": countries(visit.language)}
    return visit.page("organizations/edit.html", title=title, here="organizations", crumbs=crumbs, **told)


@router.page("/partner/{partner_id}/organizations/{organization_id}")
def organization_page(visit: Visits, organization_id: str) -> HTMLResponse:
    """One of them: its record, who acts for it, its people, who of them learns what."""
    partner = visit.allow_at_partner("organization:read")
    few = Page(limit=SHOWN, cursor=None)
    with Together() as pool:
        acting = pool.submit(key_contacts_of, partner.id, organization_id)
        belonging = pool.submit(find_contacts, few, partner.id, organization_id=organization_id)
        learning = pool.submit(_learning, visit, partner, organization_id)
        organization = organization_of(partner.id, organization_id)
    key_contacts, (people, more_people), (enrollments, more) = acting.result(), belonging.result(), learning.result()
    keyed = {one.contact_id for one in key_contacts}
    return visit.page(
        "organizations/record.html",
        title=organization.name,
        here="organizations",
        crumbs=[_all(visit)],
        partner=partner,
        organization=organization,
        country=_country(visit, organization),
        key_contacts=key_contacts,
        people=_people_table(visit, partner, organization, [one.view() for one in people], keyed),
        more_people=more_people,
        enrollments=enrollments,
        more_enrollments=more,
        may_write=visit.may("organization:write"),
        may_add=visit.may("contact:write"),
        may_grant=visit.may("portal_access:manage"),
        may_enrol=may_enrol(visit),
    )


def _country(visit: Visit, organization: Organization) -> str | None:
    code = organization.address.country if organization.address else None
    return countries_by_code(visit.language).get(code or "")


def _people_table(
    visit: Visit, partner: Partner, organization: Organization, people: list[dict[str, Any]], keyed: set[str]
) -> Any:
    rows = [
        one
        | {
            "href": f"/partner/{partner.id}/contacts/{one['id']}",
            "name": " ".join(filter(None, (one["first_name"], one["last_name"]))),
            "role": Badge(_("Key contact"), "good") if one["id"] in keyed else None,
            "is_key": one["id"] in keyed,
        }
        for one in people
    ]
    caption = _("People of the organization")
    enrols: dict[str, Any] = {"pick": may_enrol(visit), "pick_form": "enrol-many", "pick_name": "contact_ids"}
    return visit.table(name="people", caption=caption, columns=PEOPLE, rows=rows, **enrols)


def _learning(visit: Visit, partner: Partner, organization_id: str) -> tuple[Any, bool]:
    found, following = find_enrollments(Page(limit=SHOWN, cursor=None), partner.id, organization_id=organization_id)
    rows = enrollment_rows(visit, partner, found, None)
    table = visit.table(
        name="enrollments", caption=_("Enrollments"), columns=columns(visit, None, PERSON, COURSE), rows=rows
    )
    return table, following is not None


def _all(visit: Visit) -> tuple[str, str]:
    partner = visit.partner
    return visit.say(_("Organizations")), f"/partner/{partner.id if partner else ''}/organizations"


def countries_by_code(language: str) -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes and what the countries are called; groups of countries are left out."""
    told = Locale.parse(language).territories
    none = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    return {code: name for code, name in told.items() if len(code) == 2 and code.isalpha() and code not in none}


def countries(language: str) -> list[tuple[str, str]]:
    """The same as a choice, in the order of the alphabet."""
    return sorted(countries_by_code(language).items(), key=lambda pair: pair[1].casefold())
