"""Pages of an organization's portal, `/business/{organization_id}`, and of a contact's own, `/me/{partner_id}`.

All of them are made from what the modules declare and the visitor's sight of them.
"""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from functions.portal_api.business.entrance import at_business, at_own
from functions.portal_api.business.show_home import show_home
from functions.portal_api.business.show_list import Question, show_list
from functions.portal_api.business.show_record import show_new, show_record
from functions.portal_api.business.show_views import show_views
from functions.portal_api.modules.registry import module_of
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.visit import Visits

router = PageRouter()


@router.page("/business/{organization_id}")
def business_home_page(visit: Visits, organization_id: str) -> HTMLResponse:
    door = at_business(visit, organization_id)
    return show_home(door, door.portal)


@router.page("/business/{organization_id}/{module}")
def business_list_page(visit: Visits, organization_id: str, module: str) -> HTMLResponse:
    door = at_business(visit, organization_id)
    return show_list(door, door.portal, module_of(module), Question.of(visit.query, {}))


@router.page("/business/{organization_id}/{module}/new")
def business_new_page(visit: Visits, organization_id: str, module: str) -> HTMLResponse:
    door = at_business(visit, organization_id)
    return show_new(door, door.portal, module_of(module))


@router.page("/business/{organization_id}/{module}/{record_id}")
def business_record_page(visit: Visits, organization_id: str, module: str, record_id: str) -> HTMLResponse:
    door = at_business(visit, organization_id)
    return show_record(door, door.portal, module_of(module), record_id)


@router.page("/me/{partner_id}")
def own_home_page(visit: Visits, partner_id: str) -> HTMLResponse:
    door = at_own(visit, partner_id)
    return show_home(door, door.portal)


@router.page("/me/{partner_id}/views")
def own_views_page(visit: Visits, partner_id: str, cursor: str | None = None) -> HTMLResponse:
    """Who saw the results that one has."""
    return show_views(at_own(visit, partner_id), cursor)


@router.page("/me/{partner_id}/{module}")
def own_list_page(visit: Visits, partner_id: str, module: str) -> HTMLResponse:
    door = at_own(visit, partner_id)
    return show_list(door, door.portal, module_of(module), Question.of(visit.query, {}))


@router.page("/me/{partner_id}/{module}/new")
def own_new_page(visit: Visits, partner_id: str, module: str) -> HTMLResponse:
    door = at_own(visit, partner_id)
    return show_new(door, door.portal, module_of(module))


@router.page("/me/{partner_id}/{module}/{record_id}")
def own_record_page(visit: Visits, partner_id: str, module: str, record_id: str) -> HTMLResponse:
    door = at_own(visit, partner_id)
    return show_record(door, door.portal, module_of(module), record_id)
