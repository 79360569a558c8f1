"""The way to the sign-in page, and from there back to the page that was asked for."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request

from functions.portal_api.account.landing import is_own_page


def sign_in(request: Request) -> str:
    """The sign-in page that leads back to the page asked for; of a part of a page, to the page it stands on."""
    asked = _address(request.url.path, request.url.query)
    if within_page(request):
        asked = _current(request.headers.get("hx-current-url", ""))
    if asked == "/" or not is_own_page(asked):
        return "/sign-in"
    return f"/sign-in?next={quote(asked, safe='/')}"


def within_page(request: Request) -> bool:
    """Whether a page asks for a part of itself."""
    return request.headers.get("hx-request") == "true"


def _current(url: str) -> str:
    """The path and query of the page a part stands on, whatever somebody wrote there."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return _address(parts.path, parts.query)


def _address(path: str, query: str) -> str:
    return quote(path, safe="/%") + (f"?{query}" if query else "")
