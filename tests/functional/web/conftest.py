"""A page of a partner and one of a customer company, hung into the front desk for these tests only."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from fastapi.responses import HTMLResponse

from functions.portal_api import app
from functions.portal_api import handler as door
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.visit import Visits
from shared import keys
from shared.problems import Problem
from tests.functional.front import Front


def _room() -> SimpleNamespace:
    router = PageRouter()

    @router.page("/partner/{partner_id}/of-the-tests")
    def partner_page(visit: Visits) -> HTMLResponse:
        partner = visit.allow_at_partner("contact:read")
        return visit.page("layout.html", title=partner.name, here="contacts")

    @router.page("/business/{organization_id}/of-the-tests")
    def business_page(visit: Visits, organization_id: str) -> HTMLResponse:
        membership = visit.membership_at(organization_id)
        key = keys.organization(membership["partner_id"], organization_id)
        there = visit.entering(membership["partner_id"], also=[key])
        return there.page("layout.html", title=there.found[key]["name"])

    @router.page("/account/of-the-tests/{code}")
    def failing_page(visit: Visits, code: str) -> HTMLResponse:
        raise Problem(code, **({"retry_after": 1} if code == "busy" else {}))

    return SimpleNamespace(router=router, answers=lambda path: True)


@pytest.fixture
def pages(front: Front, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    monkeypatch.setattr(app, "ROOMS", (_room(), *app.ROOMS))
    door._mangum.cache_clear()
    yield front
    door._mangum.cache_clear()
