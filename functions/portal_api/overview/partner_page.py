"""`/partner/{partner_id}`: what a partner has left and until when, who was enrolled in what, and what comes first.

Whoever sees some records only (a supervisor) sees which those are, and nothing of credits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from fastapi.responses import HTMLResponse

from functions.enroll.enrollment import Enrollment
from functions.portal_api.contacts import store as contacts
from functions.portal_api.enrollments.rows import COURSE, PERSON, columns, enrollment_rows, may_enrol
from functions.portal_api.overview.figures import POINTS
from functions.portal_api.overview.partner_overview import Looked, PartnerOverview, figures_of, look_at
from functions.portal_api.partners.words import ALERTS
from functions.portal_api.web import chart, formats
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.visit import Visit, Visits
from functions.wallet.store import titles_of
from shared import keys
from shared.access import scope_of
from shared.dynamo import read
from shared.language import mark as _
from shared.partner import Partner
from shared.scope import Scope
from shared.together import Together

router = PageRouter()

LATEST = 5
SHORTEST_AHEAD = 14
"""Days that the forecast is drawn for at least; beyond twice what is behind it, the picture would be all forecast."""


@router.page("/partner/{partner_id}")
def partner_dashboard(visit: Visits) -> HTMLResponse:
    """The figures for who may see all of the partner's records; for a supervisor those records they see."""
    partner = visit.allow_at_partner("partner:read", scoped=True)
    scope = scope_of(visit.caller, "enrollment:read")
    if scope is not None:
        return _page(visit, "overview/partner_narrowed.html", sights=_sights(visit, partner, scope))
    with Together() as pool:
        people = pool.submit(contacts.newest, partner.id, 1, None)
        looked = look_at(partner)
    latest = [Enrollment.of(item) for item in looked.enrollments[:LATEST]]
    with Together() as pool:
        titles = pool.submit(titles_of, partner.id, looked.frequent)
        rows = enrollment_rows(visit, partner, latest, None)
        told = figures_of(looked, titles.result())
    return _page(
        visit,
        "overview/partner.html",
        partner=partner,
        told=told,
        alert=ALERTS.get(told.wallet.alert) if told.wallet else None,
        line=_line(looked, told),
        since=_since(told),
        bars=_bars(visit, partner, told),
        latest=visit.table(
            name="latest",
            caption=_("Latest enrollments"),
            columns=columns(visit, None, PERSON, COURSE),
            rows=rows,
        ),
        steps=None if latest else _steps(visit, looked, has_people=bool(people.result()[0])),
        may_enrol=may_enrol(visit),
        may_ask=visit.may("credits:ask"),
        may_move=visit.may("wallet:move"),
    )


def _page(visit: Visit, template: str, **context: Any) -> HTMLResponse:
    at_house = visit.partner is not None and not visit.partner.has_wallet
    title = visit.say(_("Direct customers") if at_house else _("Dashboard"))
    return visit.page(template, title=title, here="dashboard", **context)


def _line(looked: Looked, told: PartnerOverview) -> chart.Line | None:
    """The balance by day, from the day before the first movement where that is known, and on to when it runs out."""
    points = [(date.fromisoformat(one.day), one.balance) for one in told.balances]
    if not points or told.wallet is None or told.spending is None:
        return None
    if looked.all_entries and len(points) < POINTS:
        points.insert(0, (points[0][0] - timedelta(days=1), 0))
    return chart.line(points, _ahead(points, told), looked.partner.low_credit_threshold)


def _since(told: PartnerOverview) -> date | None:
    """The first of the days that the rate is taken from; the balances end today."""
    if not told.balances or told.spending is None:
        return None
    return date.fromisoformat(told.balances[-1].day) - timedelta(days=told.spending.days - 1)


def _ahead(points: Sequence[chart.Point], told: PartnerOverview) -> list[chart.Point]:
    """Where the line goes at the present rate: to the day it runs out, or as far as the picture is clear."""
    if told.spending is None or told.wallet is None or told.spending.runs_out_on is None:
        return []
    today, balance = points[-1]
    end = date.fromisoformat(told.spending.runs_out_on)
    far = today + timedelta(days=max(SHORTEST_AHEAD, 2 * (today - points[0][0]).days))
    if end <= far:
        return [(end, told.wallet.held)] if end > today else []
    spent = told.wallet.available * (far - today).days // (end - today).days
    return [(far, balance - spent)]


def _bars(visit: Visit, partner: Partner, told: PartnerOverview) -> list[chart.Bar]:
    base = f"/partner/{partner.id}/enrollments?course_id="
    counts = told.enrollments.by_course
    return chart.bars([(one.title or visit.say(_("Unknown")), one.enrollments, base + one.course_id) for one in counts])


def _steps(visit: Visit, looked: Looked, *, has_people: bool) -> list[dict[str, Any]]:
    """What leads to the first enrollment; `done` where it is, the address where somebody with this role does it."""
    base = f"/partner/{looked.partner.id}"
    students = {
        "title": visit.say(_("Add students")),
        "text": visit.say(_("One by one, or a whole list of names and e-mail addresses at once when you enrol.")),
        "done": has_people,
        "href": f"{base}/contacts",
        "button": visit.say(_("Go to students")) if visit.may("contact:write") else None,
    }
    enrol = {
        "title": visit.say(_("Enrol them in a course")),
        "text": visit.say(
            _("You see what it costs and what will be left before anything is done.")
            if looked.partner.has_wallet
            else _("You look the list over before anything is done.")
        ),
        "done": False,
        "href": f"{base}/enrol",
        "button": visit.say(_("Enrol people")) if may_enrol(visit) else None,
    }
    if not looked.partner.has_wallet:
        return [students, enrol]
    available = looked.wallet.available
    credits = {
        "title": visit.say(_("Have credits to enrol with")),
        "text": visit.say(_("%(credits)s are there."), credits=formats.credits(available, visit.language))
        if available
        else visit.say(_("The platform tops up your wallet; an enrollment takes its cost out of it.")),
        "done": available > 0,
        "href": None,
        "button": None,
    }
    return [credits, students, enrol]


def _sights(visit: Visit, partner: Partner, scope: Scope) -> list[dict[str, Any]]:
    """What a supervisor sees, by name, each leading to its people: courses, organizations, tags."""
    base = f"/partner/{partner.id}"
    courses = {one: keys.course_at(partner.id, one) for one in sorted(scope.courses)}
    companies = {one: keys.organization(partner.id, one) for one in sorted(scope.organizations)}
    found = read([*courses.values(), *companies.values()])
    rows = [
        (found[key]["title"], visit.say(_("Course")), f"{base}/enrollments?course_id={one}")
        for one, key in courses.items()
        if key in found
    ]
    rows += [
        (found[key]["name"], visit.say(_("Organization")), f"{base}/enrollments?organization_id={one}")
        for one, key in companies.items()
        if key in found
    ]
    rows += [(one, visit.say(_("Tag")), f"{base}/contacts?tag={quote(one, safe='')}") for one in sorted(scope.tags)]
    return [{"name": name, "kind": kind, "href": href} for name, kind, href in rows]
