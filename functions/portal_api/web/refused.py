"""A refusal as a page: who followed a wrong link in a browser reads words and finds the way back.

Only addresses of pages are refused like this; whatever asks under `/v1` is a program and gets a problem document.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from functions.portal_api.web.render import page, page_language
from shared.language import mark as _
from shared.language import translate
from shared.problems import Problem

WORDS = {
    "not-found": (_("This page does not exist"), _("The address may be mistyped, or the page may have moved.")),
    "method-not-allowed": (
        _("This does not work here"),
        _("This address can be read, but takes nothing sent to it."),
    ),
}


def refused_page(request: Request, problem: Problem) -> HTMLResponse | None:
    """The page for a browser; None when a program asks, or the refusal is not one that a browser meets."""
    wants_page = "text/html" in request.headers.get("accept", "").lower()
    if problem.code not in WORDS or not wants_page or request.url.path.startswith("/v1/"):
        return None
    title, detail = (translate(text, page_language(request)) for text in WORDS[problem.code])
    return page(request, "refused.html", problem.status, title=title, detail=detail)
