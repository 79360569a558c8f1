"""The front desk's directory and the rooms' routes say the same: who asks finds the room, as if all stood open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Match

from functions.portal_api.app import make_app, make_front_desk
from functions.portal_api.rooms import ROOMS, Room


def _routes(router: APIRouter | FastAPI) -> Iterator[Any]:
    """All routes, those of routers within routers too."""
    return (one for one in iter_route_contexts(router.routes) if isinstance(one.original_route, APIRoute))


@cache
def _whole() -> FastAPI:
    return make_app()


def _name(room: Room) -> str:
    return str(getattr(room, "module", room))


def _example(path: str) -> str:
    """An address of this route: each parameter is some word."""
    return re.sub(r"\{[^}]*\}", "x1", path)


@pytest.mark.parametrize("room", ROOMS, ids=_name)
def test_a_room_is_found_at_each_of_its_addresses(room: Room) -> None:
    paths = {_example(route.path) for route in _routes(room.router)}

    assert paths
    assert [path for path in paths if not room.answers(path)] == []


@pytest.mark.parametrize("room", ROOMS, ids=_name)
def test_a_room_is_not_opened_for_addresses_of_others(room: Room) -> None:
    own = {_example(route.path) for route in _routes(room.router)}
    foreign = {_example(route.path) for route in _routes(_whole())} - own
    nearby = {path for path in foreign if room.answers(path)}

    assert len(nearby) <= 8, "its addresses can be told more exactly"


def test_each_address_leads_to_the_same_route_as_with_all_rooms_open() -> None:
    asked = {(_example(route.path), method) for route in _routes(_whole()) for method in route.methods}

    differing = [ask for ask in asked if _found(_opened_for(ask[0]), *ask) != _found(_whole(), *ask)]

    assert len(asked) > 200
    assert differing == []


def _opened_for(path: str) -> FastAPI:
    desk = make_front_desk()
    desk.state.rooms.open_for(path)
    return desk


def _found(app: FastAPI, path: str, method: str) -> str | None:
    """The name of the first route that takes this."""
    scope = {"type": "http", "path": path, "method": method, "headers": [], "root_path": ""}
    for route in _routes(app):
        effective = route._route_context or route.original_route
        if effective.matches(dict(scope))[0] == Match.FULL:
            return f"{route.original_route.endpoint.__module__}.{route.original_route.endpoint.__qualname__}"
    return None


def test_an_address_of_nobody_opens_no_room() -> None:
    desk = _opened_for("/nobody/is/here")

    assert desk.router.routes == []


def test_rooms_keep_the_directorys_order_whichever_is_opened_first() -> None:
    first, then = "/v1/partners/x1", "/partner/x1/contacts"
    one, other = make_front_desk(), make_front_desk()
    for path in (first, then):
        one.state.rooms.open_for(path)
    for path in (then, first):
        other.state.rooms.open_for(path)

    assert one.router.routes == other.router.routes
    assert len(one.router.routes) > 5


def test_the_document_is_that_of_all_rooms_however_few_are_open() -> None:
    assert make_front_desk().openapi() == _whole().openapi()
