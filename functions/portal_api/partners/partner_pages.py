"""`/platform/partners/{id}`: a partner as the platform sees it; credits, people, courses and settings, each a page."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse, Response

from functions.portal_api.account.list_admins import list_admins
from functions.portal_api.catalog.find_courses import catalogue
from functions.portal_api.catalog.own_pages import newest_own
from functions.portal_api.credits.history import entries_of, history, named_in
from functions.portal_api.lists import Page, Paged
from functions.portal_api.partners import store
from functions.portal_api.partners.ask_for_top_up import list_requests, unanswered
from functions.portal_api.partners.shape import WalletFigures
from functions.portal_api.partners.words import ALERTS, KINDS, STATUSES
from functions.portal_api.team.find_members import find_members
from functions.portal_api.team.words import ROLES, standing
from functions.portal_api.web.formats import name_of
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Badge, Column
from functions.portal_api.web.visit import Visit, Visits
from shared import keys
from shared.dynamo import read
from shared.language import mark as _
from shared.partner import Partner
from shared.together import Together

router = PageRouter()

PEOPLE = (
    Column("name", _("Name"), "link"),
    Column("role", _("Role")),
    Column("standing", _("Status"), "badge"),
    Column("since", _("Since"), "day"),
)
COURSES = (
    Column("title", _("Course"), "link"),
    Column("cost", _("Cost of one enrollment"), "credits"),
)
TABS = (
    ("credits", _("Credits"), ""),
    ("people", _("Team"), "/people"),
    ("courses", _("Courses"), "/courses"),
    ("settings", _("Settings"), "/settings"),
)
PEOPLE_A_PAGE = 100


@router.page("/platform/partners/{partner_id}")
def partner_page(visit: Visits, asked: Paged, partner_id: str) -> Response:
    """What it has left, what it asked for, and its history of credits: where mails to the platform lead."""
    partner = visit.allow_at_partner("partner:manage")
    if not partner.has_wallet:
        return RedirectResponse("/platform/direct-customers", 303)
    with Together() as pool:
        wallets = pool.submit(store.wallets_of, [partner.id])
        entries = pool.submit(entries_of, asked, partner.id)
        requests = pool.submit(list_requests, Page(limit=1, cursor=None), partner)
        shown, following = entries.result()
        wallet = WalletFigures.of(wallets.result()[partner.id], partner.low_credit_threshold)
        request = None if asked.cursor else unanswered(requests.result(), shown, whole=following is None)
    found = read([*named_in(shown), *([keys.person(request["asked_by"])] if request else [])])
    person = found.get(keys.person(request["asked_by"])) if request else None
    return _page(
        visit,
        partner,
        "credits",
        wallet=wallet,
        alert=ALERTS.get(wallet.alert),
        request=request,
        asked_by=name_of(person) if person else None,
        table=history(visit, partner.id, shown, following, found),
    )


@router.page("/platform/partners/{partner_id}/people")
def people_page(visit: Visits, asked: Paged, partner_id: str) -> Response:
    """Its admins, and the other people of its staff."""
    partner = visit.allow_at_partner("partner:manage")
    if not partner.has_wallet:
        return RedirectResponse("/platform/direct-customers", 303)
    with Together() as pool:
        admins = pool.submit(list_admins, Page(limit=PEOPLE_A_PAGE, cursor=None), partner.id)
        staff = pool.submit(find_members, asked, partner.id)
    found: list[Any] = admins.result()["items"]  # type: ignore[assignment]
    members = staff.result()
    return _page(
        visit,
        partner,
        "people",
        admins=visit.table(
            name="admins",
            caption=_("Admins"),
            columns=PEOPLE,
            rows=[_person(visit, one.model_dump(), "partner_admin") for one in found],
        ),
        staff=visit.table(
            name="staff",
            caption=_("Other members"),
            columns=PEOPLE,
            rows=[_person(visit, one, one["role"]) for one in members["items"]],
            next_cursor=members["next_cursor"],
        ),
    )


def _person(visit: Visit, person: dict[str, Any], role: str) -> dict[str, Any]:
    name = name_of(person)
    return {
        "id": person["id"],
        "name": {"text": name, "sub": person["email"]},
        "plain_name": name,
        "role": visit.say(ROLES[role]),
        "standing": standing(person["invited"]),
        "invited": person["invited"],
        "since": person["since"],
    }


@router.page("/platform/partners/{partner_id}/courses")
def courses_page(visit: Visits, asked: Paged, partner_id: str) -> Response:
    """Its catalogue, with what an enrollment costs it; each leads to the course, where that is changed.

    Its own courses beside it, to look at: the platform changes nothing of them.
    """
    partner = visit.allow_at_partner("partner:manage")
    if not partner.has_wallet:
        return RedirectResponse("/platform/direct-customers", 303)
    with Together() as pool:
        own = pool.submit(newest_own, visit, partner, None)
        found, following = catalogue(asked, partner, own=False)
    own_courses, more_own = own.result()
    rows = [
        {
            "id": one["id"],
            "href": f"/platform/courses/{one['id']}",
            "title": one["title"],
            "cost": one["effective_cost"],
        }
        for one in found
    ]
    table = visit.table(
        name="courses",
        caption=_("Courses of this partner"),
        columns=COURSES,
        rows=rows,
        next_cursor=following,
    )
    shown = own_courses if own_courses.rows or partner.has_own_courses else None
    return _page(visit, partner, "courses", table=table, own_courses=shown, more_own=more_own)


@router.page("/platform/partners/{partner_id}/settings")
def settings_page(visit: Visits, partner_id: str) -> Response:
    """Its record; and suspending, closing and reopening it."""
    partner = visit.allow_at_partner("partner:manage")
    if not partner.has_wallet:
        return RedirectResponse("/platform/direct-customers", 303)
    item = read([keys.partner(partner.id)])[keys.partner(partner.id)]
    return _page(visit, partner, "settings", suspended=bool(item.get("suspended_at")), slug=item.get("slug"))


def _page(visit: Visit, partner: Partner, here: str, **context: Any) -> HTMLResponse:
    base = f"/platform/partners/{partner.id}"
    return visit.page(
        f"partners/{here}.html",
        title=partner.name,
        here="partners",
        crumbs=[(visit.say(_("Partners")), "/platform/partners")],
        partner=partner,
        base=base,
        tab=here,
        tab_links=[(key, visit.say(label), base + path) for key, label, path in TABS],
        kind=Badge(KINDS[partner.kind]),
        status=STATUSES[partner.status],
        **context,
    )
