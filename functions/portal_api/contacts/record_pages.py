"""`/partner/{partner_id}/contacts/{contact_id}`: one student: record, what they learn, how they sign in, who looked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi.responses import HTMLResponse

from functions.portal_api.audit.find_views import find_views
from functions.portal_api.audit.words import VIEWS
from functions.portal_api.contacts.find_contacts import contact_of
from functions.portal_api.contacts.pages import all_of, name_of
from functions.portal_api.enrollments.find_enrollments import find_enrollments
from functions.portal_api.enrollments.rows import ORGANIZATION, columns, enrollment_rows, may_enrol
from functions.portal_api.lists import Page, Paged
from functions.portal_api.organizations.choose import organization_names
from functions.portal_api.portal_access.access import Access
from functions.portal_api.portal_access.shape import view as access_view
from functions.portal_api.profiles import store as profiles
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Column, Table
from functions.portal_api.web.visit import Visit, Visits
from shared.access import scope_of
from shared.language import mark as _
from shared.partner import Partner
from shared.scope import Scope
from shared.suppression import suppression_of
from shared.together import Together

router = PageRouter()
SHOWN = 25
"""Enrollments that a person's own page shows; their list has the rest."""
MOST_PROFILES = 50
COURSE = Column("course_link", _("Course"), "link")
VIA = {"record": _("Opened"), "list": _("In a list"), "export": _("In a file")}
VIEW_COLUMNS = (
    Column("viewer", _("Who")),
    Column("course", _("Result of")),
    Column("at", _("First seen that day"), "moment"),
    Column("via", _("How")),
    Column("place", _("Where")),
)


@router.page("/partner/{partner_id}/contacts/{contact_id}")
def contact_page(visit: Visits, contact_id: str) -> HTMLResponse:
    """Everything about one of them on a page."""
    partner = visit.allow_at_partner("contact:read", scoped=True)
    scope = scope_of(visit.caller, "contact:read")
    with Together() as pool:
        learning = pool.submit(_learning, visit, partner, contact_id)
        granting = pool.submit(_profiles, partner.id) if scope is None else None
        contact = contact_of(partner.id, contact_id, scope)
        holding = pool.submit(suppression_of, contact.email) if contact.email and scope is None else None
        access = access_view(contact.id, Access.of(contact.access)) if scope is None else None
        keyed = access["key_contact_of"] if access else []
        organizations = organization_names(partner.id, [*contact.organization_ids, *keyed], {})
    enrollments, more = learning.result()
    return visit.page(
        "contacts/record.html",
        title=name_of(contact),
        here="contacts",
        crumbs=[all_of(visit, partner)],
        partner=partner,
        contact=contact,
        organizations=[(one, organizations[one]) for one in contact.organization_ids if one in organizations],
        key_contact_of=[organizations[one] for one in keyed if one in organizations],
        enrollments=enrollments,
        more=more,
        access=access,
        profiles=granting.result() if granting else {},
        sees_organizations=visit.may("organization:read") and scope is None,
        held=holding.result() if holding else None,
        may_lift=visit.may("portal_access:manage") and scope is None,
        on_platform=visit.caller.is_platform_admin,
        may_write=visit.may("contact:write"),
        may_grant=visit.may("portal_access:manage") and scope is None,
        may_see_views=visit.may("audit:read") and scope is None,
        may_enrol=may_enrol(visit) and not contact.archived,
    )


def _learning(visit: Visit, partner: Partner, contact_id: str) -> tuple[Table, bool]:
    scope = scope_of(visit.caller, "enrollment:read")
    found, following = find_enrollments(Page(limit=SHOWN, cursor=None), partner.id, contact_id=contact_id, scope=scope)
    rows = enrollment_rows(visit, partner, found, scope)
    return _table(visit, scope, [row | {"course_link": row["course"] or row["course_id"]} for row in rows]), bool(
        following
    )


def _table(visit: Visit, scope: Scope | None, rows: Sequence[dict[str, Any]]) -> Table:
    shown = columns(visit, scope, COURSE, ORGANIZATION)
    return visit.table(name="enrollments", caption=_("Enrollments"), columns=shown, rows=rows)


def _profiles(partner_id: str) -> dict[str, str]:
    """Names of the partner's own access profiles by id."""
    items, _ = profiles.page(partner_id, MOST_PROFILES, None)
    return {item["id"]: item["name"] for item in items}


@router.page("/partner/{partner_id}/contacts/{contact_id}/views")
def views_page(visit: Visits, asked: Paged, contact_id: str) -> HTMLResponse:
    """Who saw a person's results."""
    partner = visit.allow_at_partner("audit:read")
    with Together() as pool:
        looking = pool.submit(find_views, asked, partner.id, contact_id)
        contact = contact_of(partner.id, contact_id)
    found, following = looking.result()
    rows = [
        {
            "viewer": one["viewer"]["name"] or visit.say(_("Somebody who is gone")),
            "course": one["course_title"] or one["course_id"],
            "at": one["at"],
            "via": visit.say(VIA[one["via"]]),
            "place": visit.say(VIEWS[one["view"]]),
        }
        for one in found
    ]
    caption = _("Who saw the results")
    table = visit.table(name="views", caption=caption, columns=VIEW_COLUMNS, rows=rows, next_cursor=following)
    crumbs = [all_of(visit, partner), (name_of(contact), f"/partner/{partner.id}/contacts/{contact.id}")]
    return visit.page("contacts/views.html", title=visit.say(caption), here="contacts", crumbs=crumbs, table=table)
