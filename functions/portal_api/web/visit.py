"""A signed-in person on a page: who they are, where, what they may do there, and how the page is dressed.

Everything a page of any view needs comes in one wait for DynamoDB: session, authority, partner and brand in one read,
beside the query for the person's memberships. A page then waits at most twice more, for its own records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from functions.portal_api.account.sessions import keep_alive
from functions.portal_api.brand.brand import Brand, brand_keys, brand_of
from functions.portal_api.host import host_of
from functions.portal_api.web import menus
from functions.portal_api.web.render import render
from functions.portal_api.web.shell import Crumb, Link, Shell, banner_of, place_of
from functions.portal_api.web.table import Table
from shared import access, keys
from shared.caller import Caller, identify
from shared.dynamo import Item, query, read
from shared.keys import Key
from shared.language import LANGUAGES, accepted, translate
from shared.partner import Partner
from shared.problems import Problem
from shared.session import cookie
from shared.settings import settings
from shared.telemetry import logger
from shared.together import Together

KINDS = {"platform": "platform", "partner": "partner", "business": "business", "me": "learner"}
"""The view an address belongs to, by its first word; every other page is of the account."""


@dataclass(frozen=True)
class Visit:
    """One page asked for by a signed-in person.

    `kind` is the view: platform, partner, business, learner or account. `memberships` are the items of all places
    where the person is something, `found` what else was read with the authority. `time_zone` is that of the place.
    """

    request: Request
    caller: Caller
    kind: str
    memberships: tuple[Item, ...]
    language: str
    brand: Brand
    found: Mapping[Key, Item]
    time_zone: str = "UTC"

    @property
    def partner(self) -> Partner | None:
        """The partner whose page this is, None at the platform."""
        return self.caller.partner

    @property
    def path(self) -> str:
        return self.request.url.path

    @property
    def query(self) -> Mapping[str, str]:
        """What the address asks for: `q`, `cursor`, `sort` and filters."""
        return self.request.query_params

    def allow(self, action: str) -> None:
        """Let a platform-wide page pass. Raises: Problem `not-allowed`, `second-factor-required`."""
        access.allow(self.caller, action)

    def allow_at_partner(self, action: str, *, scoped: bool = False) -> Partner:
        """Let a page of the path's partner pass. Raises: Problem as `access.allow_at_partner` does."""
        return access.allow_at_partner(self.caller, action, scoped=scoped)

    def may(self, action: str) -> bool:
        """Whether to show the way to an action; the command itself asks again."""
        try:
            access.allow_at_partner(self.caller, action, scoped=True) if self.partner else access.allow(
                self.caller, action
            )
        except Problem:
            return False
        return True

    def say(self, text: str, **values: Any) -> str:
        """A marked text in the reader's language; `%(name)s` in it is filled from the values."""
        told = translate(text, self.language)
        return told % values if values else told

    def membership_at(self, organization_id: str) -> Item:
        """What the person is at this organization. Raises: Problem `not-found` when nothing."""
        for item in self.memberships:
            if item["sk"] == keys.organization_membership("", organization_id).sk:
                return item
        raise Problem("not-found")

    def entering(self, partner_id: str, also: Iterable[Key] = ()) -> Visit:
        """The same visit at a partner that the path does not name (an organization's pages name only that).

        One wait: the partner, its brand and the further keys, which are then in `found`.
        Raises: Problem `not-found`.
        """
        found = read([keys.partner(partner_id), *brand_keys(partner_id), *also])
        item = found.get(keys.partner(partner_id))
        if item is None:
            raise Problem("not-found")
        partner = Partner.of(item)
        there = replace(self.caller, partner=partner)
        dressed = brand_of(found, partner)
        return replace(self, caller=there, brand=dressed, found={**self.found, **found}, time_zone=partner.time_zone)

    def table(self, **given: Any) -> Table:
        """An index table of this page's address; see `Table`."""
        return Table(path=self.path, query=self.query, **given)

    def page(
        self,
        template: str,
        *,
        title: str,
        here: str = "",
        crumbs: Sequence[Crumb] = (),
        menu: Sequence[Link] | None = None,
        view: str | None = None,
        http_status: int = 200,
        place: str = "",
        **context: Any,
    ) -> HTMLResponse:
        """A page of `layout.html`.

        Args: `title` in the reader's language (`visit.say`), its heading too; `here` the key of the menu's item;
        `crumbs` the way here as (text, address); `menu` where the view's own is not the one; `view` where the address
        does not tell it; `place` what the place is called, where the view does not tell that. All else is for the
        template.
        """
        kind = view or self.kind
        shell = Shell(
            kind=kind,
            name=place or place_of(kind, self.caller, self.brand.name),
            person=self.caller.name or self.caller.email,
            email=self.caller.email,
            menu=tuple(menus.links(kind, self.caller) if menu is None else menu),
            here=here,
            crumbs=tuple(crumbs),
            banner=banner_of(kind, self.caller),
            person_id=self.caller.person_id,
            partner_id=self.partner.id if self.partner else "",
        )
        told = {"visit": self, "shell": shell, "brand": self.brand, "title": title, "path": self.path} | context
        return render(template, self.language, http_status, time_zone=self.time_zone, **told)


def visiting(request: Request) -> Visit:
    """The dependency behind `Visits`. Raises: Problem `not-signed-in`, which a page answers by the way to sign in."""
    kind = KINDS.get(request.url.path.split("/")[1], "account")
    partner_id, organization_id = (request.path_params.get(name) for name in ("partner_id", "organization_id"))
    host = host_of(request)
    dressed_for = host.partner_id or (None if kind == "platform" else partner_id)
    also = [keys.PLATFORM, *brand_keys(dressed_for), *([keys.partner(host.partner_id)] if host.partner_id else [])]
    said = None if request.headers.get("authorization") else cookie(request.headers)
    with Together() as beside:
        asked = beside.submit(_memberships, said.person_id) if said else None
        caller = identify(
            request.headers,
            host,
            partner_id,
            also=also if said is None else [*also, keys.person(said.person_id)],
            organization_id=organization_id,
            contact_of=partner_id if kind == "learner" else None,
        )
        memberships = asked.result() if asked else _memberships(caller.person_id)
    logger().append_keys(partner_id=caller.partner.id if caller.partner else None, actor=caller.person_id)
    keep_alive(caller, request.headers)
    platform = caller.found.get(keys.PLATFORM, {})
    at_home = caller.found.get(keys.partner(host.partner_id)) if host.partner_id else None
    partner = caller.partner or (Partner.of(at_home) if at_home else None)
    return Visit(
        request=request,
        caller=caller,
        kind=kind,
        memberships=tuple(one for one in memberships if host.shows(one.get("partner_id"))),
        language=_language(request, caller, str(platform.get("language") or settings().default_language)),
        brand=brand_of(caller.found, partner if dressed_for else None),
        found=caller.found,
        time_zone=partner.time_zone if partner else str(platform.get("time_zone") or "UTC"),
    )


def _memberships(person_id: str) -> list[Item]:
    """All places where somebody is something; above a hundred the switch of views shows them by pages of its own."""
    return query("portal", keys.person(person_id).pk, prefix="MEMBERSHIP#")[0]


def _language(request: Request, caller: Caller, default: str) -> str:
    """A person's own language, chosen by them; else what the browser asks for, else the platform's."""
    own = caller.found.get(keys.person(caller.person_id), {}).get("language")
    return own if own in LANGUAGES else accepted(request.headers.get("accept-language", ""), default)


Visits = Annotated[Visit, Depends(visiting)]
"""A signed-in person's request for a page, as a parameter of a route."""
