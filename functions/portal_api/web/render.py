"""Pages from templates, in the person's language, with the policy that every page carries."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from functions.portal_api.web import reference, static
from shared.caller import language_of
from shared.language import catalogue
from shared.settings import settings

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(static.HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals["static"] = static.address
    environment.filters |= {"ticked": reference.ticked, "coded": reference.coded}
    return environment


def page_language(request: Request) -> str:
    """The language the browser asks for, else the platform's."""
    return language_of(request.headers, settings().default_language)


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in the language the browser asks for."""
    language = page_language(request)
    html = (
        _environment(language)
        .get_template(template)
        .render(language=language, platform=settings().platform_name, **context)
    )
    headers = {"Content-Security-Policy": POLICY, "Content-Language": language, "Vary": "Accept-Language"}
    return HTMLResponse(html, status, headers=headers)
