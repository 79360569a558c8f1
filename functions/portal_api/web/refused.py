"""A refusal as a page: who followed a wrong link in a browser reads words and finds the way on.

Only addresses of pages are refused like this; whatever asks under `/v1` is a program and gets a problem document.
Whoever is not signed in where one must be is led to the sign-in page, and back from there.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from functions.portal_api.brand.brand import Brand, brand_of
from functions.portal_api.host import host_of
from functions.portal_api.web import onward
from functions.portal_api.web.render import brand_at, page, page_language, path_of
from shared.language import mark as _
from shared.language import translate
from shared.problems import PROBLEMS, Problem

WORDS = {
    "not-found": (_("This page does not exist"), _("The address may be mistyped, or the page may have moved.")),
    "method-not-allowed": (
        _("This does not work here"),
        _("This address can be read, but takes nothing sent to it."),
    ),
    "not-allowed": (_("You may not see this page"), _("Your role does not include it. Ask whoever gave you access.")),
    "second-factor-required": (
        _("Set up an authenticator app first"),
        _("The platform's pages need a second factor. Set one up in your account, then come back."),
    ),
    "partner-closed": (_("This partner is closed"), _("Nobody signs in to it any more.")),
    "cursor-invalid": (
        _("This part of the list cannot be shown"),
        _("The address does not belong to this list as it is now. Start from its beginning."),
    ),
    "invalid-request": (
        _("This address cannot be shown"),
        _("Something in it is not understood here. Start from the beginning of the list."),
    ),
    "busy": (_("Too much is happening at once"), _("Nothing is lost. Try again in a moment.")),
    "internal": (
        _("Something went wrong on our side"),
        _("It has been recorded. Nothing you did was lost; try again in a minute."),
    ),
}
"""What a page says of a refusal, where the words of the table of problems are for programs."""
FOR_PROGRAMS = frozenset({"unknown-host", "too-large", "not-json"})
_START_AGAIN = frozenset({"cursor-invalid", "invalid-request"})
_TRY_AGAIN = frozenset({"busy", "internal", "too-many-attempts"})


def refused_page(request: Request, problem: Problem) -> Response | None:
    """The page for a browser, or where it goes to; None when a program asks or the refusal is for programs only."""
    path = request.url.path
    if path == "/v1" or path.startswith("/v1/") or problem.code in FOR_PROGRAMS:
        return None
    if problem.code == "not-signed-in":
        return _to_sign_in(request)
    if "text/html" not in request.headers.get("accept", "").lower():
        return None
    language = page_language(request)
    title, detail = (translate(text, language) for text in _words(problem))
    told: HTMLResponse = page(
        request,
        "refused.html",
        problem.status,
        title=title,
        detail=detail.format_map(problem.members),
        again=path_of(request) if problem.code in _START_AGAIN else None,
        retry=path_of(request) + (f"?{request.url.query}" if request.url.query else ""),
        may_retry=problem.code in _TRY_AGAIN and request.method == "GET",
        account=problem.code == "second-factor-required",
        brand=_brand(request, problem),
    )
    if "retry_after" in problem.members:
        told.headers["Retry-After"] = str(problem.members["retry_after"])
    return told


def _brand(request: Request, problem: Problem) -> Brand:
    """That of the name asked for; of nothing that must be read where the table itself may be what does not answer."""
    if problem.code in _TRY_AGAIN or host_of(request).partner_id is None:
        return brand_of({}, None)
    return brand_at(host_of(request))


def _words(problem: Problem) -> tuple[str, str]:
    row = PROBLEMS[problem.code]
    return WORDS.get(problem.code) or (row.title, row.detail)


def _to_sign_in(request: Request) -> Response:
    """A redirect; a part of a page is told to have the whole page go there."""
    there = onward.sign_in(request)
    if onward.within_page(request):
        return Response(status_code=204, headers={"HX-Redirect": there, "Cache-Control": "no-store"})
    return RedirectResponse(there, 303, headers={"Cache-Control": "no-store"})
