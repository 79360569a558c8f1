"""The pages where people sign in and look after their own account."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from functions.portal_api.account.activity import WORDS
from functions.portal_api.account.landing import is_own_page
from functions.portal_api.account.list_sessions import list_sessions
from functions.portal_api.account.own_trail import find_own
from functions.portal_api.account.password_rules import MAX_LENGTH, MIN_LENGTH
from functions.portal_api.host import host_of
from functions.portal_api.lists import Page, Paged
from functions.portal_api.web.render import page
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.shell import Link
from functions.portal_api.web.table import Column
from functions.portal_api.web.visit import Visit, Visits
from shared import keys
from shared.caller import identify
from shared.dynamo import Item, read_one
from shared.language import mark as _
from shared.problems import Problem
from shared.session import cookie

router = PageRouter()

MENU = (
    Link("details", _("Your details"), "/account", "direct-customers"),
    Link("security", _("Sign-in and security"), "/account/security", "profiles"),
    Link("activity", _("Activity"), "/account/activity", "audit"),
)


@router.page("/sign-in")
def sign_in_page(
    request: Request, next: Annotated[str, Query()] = "", ended: Annotated[str | None, Query()] = None
) -> Response:
    """The way in; whoever is signed in already is sent on."""
    onward = next if is_own_page(next) else "/"
    if _is_signed_in(request):
        return RedirectResponse(onward, 303, headers={"Cache-Control": "no-store"})
    return page(request, "account/sign_in.html", onward=onward)


def _is_signed_in(request: Request) -> bool:
    if cookie(request.headers) is None:
        return False
    try:
        identify(request.headers, host_of(request))
    except Problem as problem:
        if problem.code != "not-signed-in":
            raise
        return False
    return True


@router.page("/account")
def account_page(visit: Visits) -> HTMLResponse:
    """Name and language."""
    person = _record(visit)
    return visit.page("account/details.html", title=visit.say(_("Your details")), here="details", menu=MENU, me=person)


@router.page("/account/security")
def security_page(visit: Visits) -> HTMLResponse:
    """Password, authenticator app, and where one is signed in."""
    person = _record(visit)
    sessions, cursor = list_sessions(Page(limit=25, cursor=None), visit.caller)
    table = visit.table(
        name="sessions",
        caption=_("Where you are signed in"),
        columns=(
            Column("device", _("Browser"), "link"),
            Column("created_at", _("Signed in"), "moment"),
            Column("last_seen_at", _("Last used"), "moment"),
        ),
        rows=[_session_row(visit, session) for session in sessions],
        next_cursor=cursor,
    )
    return visit.page(
        "account/security.html",
        title=visit.say(_("Sign-in and security")),
        here="security",
        menu=MENU,
        factor_at=person.get("second_factor_at"),
        table=table,
        shortest=MIN_LENGTH,
        longest=MAX_LENGTH,
    )


def _session_row(visit: Visit, session: Item) -> Item:
    here = visit.say(_("This browser")) if session["current"] else None
    return session | {"device": {"text": session["device"], "sub": here}, "name": session["device"]}


@router.page("/account/sessions")
def sessions_page() -> Response:
    """Another address of theirs."""
    return RedirectResponse("/account/security#sessions", 303, headers={"Cache-Control": "no-store"})


@router.page("/account/activity")
def activity_page(visit: Visits, asked: Paged) -> HTMLResponse:
    """What happened to one's account."""
    rows, cursor = find_own(asked, visit.caller.person_id)
    table = visit.table(
        name="activity",
        caption=_("What happened to your account"),
        columns=(
            Column("what", _("What")),
            Column("at", _("When"), "moment"),
            Column("who", _("Who")),
        ),
        rows=[_activity_row(visit, row) for row in rows],
        next_cursor=cursor,
    )
    return visit.page("account/activity.html", title=visit.say(_("Activity")), here="activity", menu=MENU, table=table)


def _activity_row(visit: Visit, row: Item) -> Item:
    actor = row["actor"] or {}
    who = visit.say(_("You")) if actor.get("id") == visit.caller.person_id else actor.get("name")
    what = visit.say(WORDS[row["action"]]) if row["action"] in WORDS else row["action"]
    return {"what": what, "at": row["at"], "who": who}


def _record(visit: Visit) -> Item:
    """The person's record, which a visit by cookie has read already."""
    key = keys.person(visit.caller.person_id)
    return visit.found.get(key) or read_one(key) or {}
