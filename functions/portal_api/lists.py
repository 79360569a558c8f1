"""How every list is read: a page of at most 100, scoped by its key, with a signed cursor to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from shared import cursors
from shared.dynamo import AT_ONCE, Item
from shared.language import mark as _
from shared.problems import invalid

T = TypeVar("T")


class Page(BaseModel):
    """`?limit=&cursor=` of a list."""

    limit: int
    cursor: str | None

    def read(
        self, listing: str, query: Callable[[int, Item | None], tuple[list[T], Item | None]]
    ) -> tuple[list[T], str | None]:
        """One page of a list.

        Args: the list's name with its scope and filters (a cursor counts for that very list only), and what
        reads up to n items from a place on.
        Returns: the items and the cursor to go on with. Raises: Problem `cursor-invalid`.
        """
        items, last = query(self.limit, cursors.resume(listing, self.cursor))
        return items, cursors.issue(listing, last)


def _page(
    request: Request,
    limit: Annotated[str | None, Query()] = None,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Page:
    known_filters(request)
    return Page(limit=cursors.limit(limit), cursor=cursor)


def known_filters(request: Request) -> None:
    """A mistyped filter is refused: ignored, it would show everything as if it had matched."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    known = _parameters(route.dependant)
    for name in request.query_params:
        if name not in known:
            raise invalid(f"/{name[:100]}", _("is not known here"))


Paged = Annotated[Page, Depends(_page)]
"""The page a list route was asked for."""


def filtered(
    query: Callable[[int, Item | None], tuple[list[Item], Item | None]],
    keep: Callable[[Item], bool],
    place: Callable[[Item], Item],
    wider: int = 8,
) -> Callable[[int, Item | None], tuple[list[Item], Item | None]]:
    """A query with a filter that no index serves: one wait for `wider` times as many items as a page has.

    A page may come back shorter than asked, or empty with a cursor, when little matches.
    """

    def read(limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
        kept: list[Item] = []
        items, after = query(limit * wider, after)
        for item in items:
            if not keep(item):
                continue
            kept.append(item)
            if len(kept) == limit:
                return kept, place(item) if item is not items[-1] or after else None
        return kept, after

    return read


@dataclass(frozen=True)
class Source:
    """One of several places that a list is read from: its rows from a place on, and the place behind a row."""

    read: Callable[[int, Item | None], tuple[list[Item], Item | None]]
    place: Callable[[Item], Item]


def chained(
    sources: Sequence[Source], shown: Callable[[list[tuple[int, Item]]], Sequence[T | None]], wider: int = 1
) -> Callable[[int, Item | None], tuple[list[T], Item | None]]:
    """A list read source after source under one cursor, for who sees parts of something and never walks the whole.

    Args: `shown`, what a list shows of these rows (each with the number of its source), None for what it leaves out,
    such as what an earlier source had already; `wider`, how many times as many rows as a page has are looked at. The
    next few sources are asked at once, in one wait. A page may come back shorter than asked, or empty with a cursor.
    """

    def read(limit: int, place: Item | None) -> tuple[list[T], Item | None]:
        at, after = (place["source"], place["after"]) if place else (0, None)
        found: list[T] = []
        if at == len(sources):
            return found, None
        rows, at, after = _rows(sources, limit * wider, at, after)
        for row, record in zip(rows, shown(rows), strict=True):
            if record is None:
                continue
            found.append(record)
            if len(found) == limit and row is not rows[-1]:
                return found, _behind(sources, row)
        return found, None if at == len(sources) else {"source": at, "after": after}

    return read


def _rows(
    sources: Sequence[Source], limit: int, at: int, after: Item | None
) -> tuple[list[tuple[int, Item]], int, Item | None]:
    """Up to `limit` rows from a place on, and where to go on: the number of a source, and the place in it."""
    numbers = range(at, min(at + AT_ONCE, len(sources)))
    with ThreadPoolExecutor(len(numbers)) as pool:
        pages = list(pool.map(lambda n: sources[n].read(limit, after if n == at else None), numbers))
    rows: list[tuple[int, Item]] = []
    for number, (items, last) in zip(numbers, pages, strict=True):
        rows += [(number, item) for item in items]
        if len(rows) > limit:
            behind = _behind(sources, rows[limit - 1])
            return rows[:limit], behind["source"], behind["after"]
        if last:
            return rows, number, last
    return rows, numbers[-1] + 1, None


def _behind(sources: Sequence[Source], row: tuple[int, Item]) -> Item:
    number, item = row
    return {"source": number, "after": sources[number].place(item)}


def _parameters(dependant: Dependant) -> set[str]:
    """The query parameters that a route and its dependencies declare."""
    own = {parameter.alias for parameter in dependant.query_params}
    return own.union(*(_parameters(one) for one in dependant.dependencies))


class Listed(BaseModel, Generic[T]):
    """The shape of every list, for a route's `response_model`."""

    items: list[T]
    next_cursor: str | None


def listed(items: list[Any], cursor: str | None) -> dict[str, Any]:
    """The answer's shape of every list."""
    return {"items": items, "next_cursor": cursor}
