"""The rooms of the front desk by their addresses, each opened when somebody first asks there.

A room is a module with a `router`. Importing all of them, with every route's shapes, took longer than everything else
that a cold start does, and a request needs one or two of them. So the directory below says which addresses a room
answers, and a test holds that against the routes it has. Where two rooms answer one address, the one above goes first.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from fastapi import APIRouter
from starlette.routing import BaseRoute


class Room(Protocol):
    """What answers some addresses."""

    @property
    def router(self) -> APIRouter:
        """Its routes."""

    def answers(self, path: str) -> bool:
        """Whether an address may be one of its own."""


@dataclass(frozen=True)
class At:
    """A room by its module and its addresses: `*` is any one word of a path, `/**` at the end whatever comes after."""

    module: str
    addresses: tuple[tuple[str, ...], ...]

    @property
    def router(self) -> APIRouter:
        router: APIRouter = import_module(f"functions.portal_api.{self.module}").router
        return router

    def answers(self, path: str) -> bool:
        words = path.split("/")
        return any(_is(address, words) for address in self.addresses)


def _is(address: tuple[str, ...], words: list[str]) -> bool:
    if address[-1] == "**":
        address = address[:-1]
        words = words[: len(address)]
    return len(address) == len(words) and all(one in ("*", word) for one, word in zip(address, words, strict=True))


def _at(module: str, *addresses: str) -> At:
    return At(module, tuple(tuple(address.split("/")) for address in addresses))


_PARTNER, _AT, _PLATFORM = "/partner/*", "/v1/partners/*", "/v1/platform"
_SIGNING_IN = ("/v1/session/**", "/v1/browser-sessions/**", "/v1/passwords", "/v1/password-links")
_OF_MYSELF = ("/v1/me", *(f"/v1/me/{what}" for what in ("sessions/**", "audit", "password", "second-factor")))
_WRITTEN_TO = (f"{_AT}/contacts", f"{_AT}/admins", f"{_AT}/staff", f"{_PLATFORM}/admins", f"{_PLATFORM}/trainers")
ROOMS: tuple[Room, ...] = (
    # pages of a partner
    _at("contacts.pages", f"{_PARTNER}/contacts", f"{_PARTNER}/contacts/new", f"{_PARTNER}/contacts/*/edit"),
    _at("contacts.record_pages", f"{_PARTNER}/contacts/*", f"{_PARTNER}/contacts/*/views"),
    _at("organizations.pages", f"{_PARTNER}/organizations/**"),
    _at("enrollments.pages", f"{_PARTNER}/enrollments/**"),
    _at("enrollments.enrol_page", f"{_PARTNER}/enrol"),
    _at("catalog.own_pages", f"{_PARTNER}/catalogue/**"),
    _at("catalog.pages", f"{_PARTNER}/catalogue/**"),
    _at("account.pages", "/sign-in", "/account/**"),
    # the API
    _at("contacts.lists_api", f"{_AT}/contacts/matches", f"{_AT}/contacts/batches"),
    _at("partners.doors_api", f"{_AT}/wallet/**", f"{_AT}/acting"),
    _at("catalog.assignment_api", "/v1/courses/*/partners/*"),
    _at("catalog.own_api", f"{_AT}/courses/**"),
    _at("overview.api", f"{_AT}/overview", f"{_PLATFORM}/overview"),
    _at("find_anything.api", f"{_PLATFORM}/search"),
    _at("account.api", *_SIGNING_IN, *_OF_MYSELF, f"{_PLATFORM}/admins/**", f"{_AT}/admins/*/second-factor"),
    _at("partners.api", "/v1/partners", _AT, f"{_AT}/suspension", f"{_AT}/closure", f"{_AT}/admins/**"),
    _at("catalog.api", "/v1/courses", "/v1/courses/*", "/v1/courses/*/partners"),
    _at("organizations.api", f"{_AT}/organizations/**"),
    _at("contacts.api", f"{_AT}/contacts", f"{_AT}/contacts/*"),
    _at("enrollments.api", f"{_AT}/enrollments/**", f"{_AT}/enrollments.csv"),
    _at("audit.api", f"{_AT}/audit", f"{_PLATFORM}/audit", f"{_AT}/contacts/*/views", "/v1/me/*/views"),
    _at("domains.api", f"{_AT}/domains/**"),
    _at("senders.api", f"{_AT}/senders/**"),
    _at("suppressions.api", *(f"{who}/*/mail-suppression" for who in _WRITTEN_TO)),
    _at("brand.api", f"{_PLATFORM}/brand/**", f"{_AT}/brand/**", "/brand/**"),
    _at("brand.site", "/favicon.ico", "/robots.txt"),
    _at("team.api", f"{_AT}/staff/**", f"{_PLATFORM}/trainers/**"),
    _at("portal_access.api", f"{_AT}/organizations/*/key-contacts/**", f"{_AT}/contacts/*/portal-access/**"),
    # pages of the platform, then the rest of a partner's
    _at("overview.pages", "/platform"),
    _at("partners.pages", "/platform/partners", "/platform/partners/new", "/platform/direct-customers"),
    _at("partners.partner_pages", "/platform/partners/*/**"),
    _at("catalog.platform_pages", "/platform/courses/**"),
    _at("team.users_pages", "/platform/users/**"),
    _at("find_anything.pages", "/platform/search"),
    _at("audit.pages", "/platform/audit", f"{_PARTNER}/audit"),
    _at("brand.pages", "/platform/settings"),
    _at("account.platform_api", _PLATFORM),
    _at("overview.partner_page", _PARTNER),
    _at("credits.pages", f"{_PARTNER}/wallet"),
    _at("team.pages", f"{_PARTNER}/team/**"),
    _at("partners.settings_pages", f"{_PARTNER}/settings"),
    _at("domains.pages", f"{_PARTNER}/domains/**"),
    _at("senders.pages", f"{_PARTNER}/senders"),
    # the portals of organizations and of contacts, and what profiles show there
    _at("business.pages", "/business/**", "/me/**"),
    _at("profiles.pages", f"{_PARTNER}/profiles/**"),
    _at("business.preview_pages", f"{_PARTNER}/profiles/*/as/**"),
    _at("profiles.api", f"{_AT}/modules", f"{_AT}/profiles/**"),
    _at("business.preview_api", f"{_AT}/profiles/*/preview/**"),
    _at("business.api", "/v1/business/**", "/v1/me/*/*/**"),
    # what belongs to nobody
    _at("web.pages", "/", "/health", "/openapi.json", "/docs", "/views", "/password", "/static/*"),
    _at("web.styleguide", "/styleguide"),
)


class Opened:
    """The rooms of one application that stand open; their routes keep the directory's order."""

    def __init__(self, application: APIRouter, rooms: Sequence[Room]) -> None:
        self._application, self._rooms = application, rooms
        self._open: dict[int, list[BaseRoute]] = {}
        self._alone = threading.Lock()

    def open_for(self, path: str) -> None:
        """Open whatever may answer this address and is not open yet."""
        wanted = [place for place, one in enumerate(self._rooms) if place not in self._open and one.answers(path)]
        if not wanted:
            return
        with self._alone:
            for place in wanted:
                self._open[place] = self._rooms[place].router.routes
            self._application.routes[:] = [route for place in sorted(self._open) for route in self._open[place]]
