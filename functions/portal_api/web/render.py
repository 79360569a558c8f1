"""Pages from templates, in the reader's language, with the policy that every page carries.

A template of a room is found by the room's name: `contacts/list.html` is `templates/list.html` of room contacts.
Templates without one, the layouts and the parts, stand here.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from functions.portal_api.brand.brand import Brand, brand_keys, brand_of
from functions.portal_api.host import host_of
from functions.portal_api.web import formats, reference, static
from functions.portal_api.web.cell import written
from shared import keys
from shared.caller import language_of
from shared.dynamo import read
from shared.hosts import Host
from shared.language import LANGUAGES, catalogue
from shared.partner import Partner
from shared.settings import settings

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ROOMS = static.HERE.parent


def _loader() -> BaseLoader:
    rooms = {room.parent.name: FileSystemLoader(room) for room in ROOMS.glob("*/templates")}
    return ChoiceLoader([FileSystemLoader(static.HERE / "templates"), PrefixLoader(rooms)])


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=_loader(),
        autoescape=True,
        auto_reload=False,  # else every template of a page is looked at on the disk again
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"static": static.address, "language": language, "next_number": formats.next_number}
    environment.globals |= written(language)
    environment.filters |= {"ticked": reference.ticked, "coded": reference.coded} | formats.filters(language)
    return environment


def page_language(request: Request) -> str:
    """The language chosen on the page, else what the browser asks for, else the platform's."""
    chosen = request.query_params.get("language", "")
    return chosen if chosen in LANGUAGES else language_of(request.headers, settings().default_language)


def render(
    template: str, language: str, http_status: int = 200, /, *, time_zone: str = "UTC", **context: Any
) -> HTMLResponse:
    """A page in this language, its times in this zone."""
    with formats.in_zone(time_zone):
        html = _environment(language).get_template(template).render(platform=settings().platform_name, **context)
    headers = {"Content-Security-Policy": POLICY, "Content-Language": language, "Vary": "Accept-Language"}
    return HTMLResponse(html, http_status, headers=headers)


def path_of(request: Request) -> str:
    """The path asked for, as a link to this very site: one that begins with two slashes would lead to another host."""
    return "/" + request.url.path.lstrip("/")


def brand_at(host: Host) -> Brand:
    """What pages under this name wear: the brand of the partner whose name it is, else the platform's; in one read."""
    its_own = keys.partner(host.partner_id) if host.partner_id else keys.PLATFORM
    found = read([*brand_keys(host.partner_id), its_own])
    return brand_of(found, Partner.of(found[its_own]) if host.partner_id and its_own in found else None)


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page that needs no sign-in, in the language the browser asks for; its brand is the host's unless given."""
    worn: Brand = context.pop("brand", None) or brand_at(host_of(request))
    return render(template, page_language(request), status, brand=worn, path=path_of(request), **context)
