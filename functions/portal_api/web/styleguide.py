"""`/styleguide`: every part of the pages on one page, with made-up records, on a laptop and in tests only.

`?brand=rrggbb` dresses it in a colour, `?theme=dark|light` settles on one scheme, whatever the browser prefers.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from functions.portal_api.brand.brand import Brand
from functions.portal_api.web import chart, menus
from functions.portal_api.web.render import page_language, render
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.shell import Link, Shell
from functions.portal_api.web.table import Badge, Column, Filter, Table
from shared.problems import Problem
from shared.settings import settings

STAGES = frozenset({"laptop", "local", "test"})
THEMES = ("light", "dark")

router = PageRouter()

COLUMNS = (
    Column("name", "Name", "link", sort=True),
    Column("courses", "Courses", "tags"),
    Column("status", "Status", "badge"),
    Column("since", "Enrolled", "day", sort=True),
    Column("cost", "Cost", "number"),
    Column("moved", "Movement", "signed"),
)
FILTERS = (Filter("status", "Status", (("enrolled", "Enrolled"), ("over", "Over")), all="Any status"),)
PEOPLE = (
    ("Ada Rossi", "ada.rossi@acme.example", Badge("Enrolled", "info"), 10),
    ("Bruno De Santis", "bruno@acme.example", Badge("Passed", "good"), 1200),
    ("Chiara Lombardi-Montecchi della Rovere", "chiara@un-nome-molto-lungo.example", Badge("Expired", "warn"), 0),
    ("Dario", None, Badge("Not passed", "bad"), 25),
)


@router.page("/styleguide")
def styleguide(request: Request, brand: str = "", theme: str = "") -> HTMLResponse:
    """Raises: Problem `not-found` where the platform is used for real."""
    if settings().stage not in STAGES:
        raise Problem("not-found")
    href = f"/brand/accent-{brand}.css" if re.fullmatch("[0-9a-f]{6}", brand) else None
    return render(
        "styleguide.html",
        page_language(request),
        time_zone="Europe/Rome",
        visit=None,
        title="Style guide",
        path="/styleguide",
        brand=Brand(settings().platform_name, href),
        theme=theme if theme in THEMES else "",
        shell=_shell(),
        table=_table(request, _rows()),
        no_rows=_table(request, []),
        balance=_balance(),
        bars=chart.bars(
            [("Antincendio rischio medio", 64, "#"), ("Primo soccorso", 41), ("Preposti", 8), ("HACCP", 0)]
        ),
    )


def _shell() -> Shell:
    menu = tuple(Link(one.key, one.label, "/styleguide", one.key) for one in menus.PARTNER)
    crumbs = (("Studio Alfa", "/styleguide"), ("Students", "/styleguide"))
    return Shell(
        "partner", "Studio Alfa", "Laura Moretti", "laura@studioalfa.example", menu, "contacts", crumbs, "acting"
    )


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "id": f"con_{number}",
            "href": "/styleguide",
            "name": {"text": name, "sub": email},
            "courses": ["Antincendio", "HACCP"][: number + 1],
            "status": status,
            "since": "2026-10-03T22:30:00Z",
            "cost": cost,
            "moved": cost and -cost,
        }
        for number, (name, email, status, cost) in enumerate(PEOPLE)
    ]


def _table(request: Request, rows: list[dict[str, Any]]) -> Table:
    return Table(
        path="/styleguide",
        query=request.query_params,
        name="people" if rows else "nobody",
        caption="People" if rows else "Nobody",
        columns=COLUMNS,
        rows=rows,
        next_cursor="of-the-next-page" if rows else None,
        search="Name or e-mail" if rows else None,
        filters=FILTERS if rows else (),
        csv="/styleguide" if rows else None,
        pick=bool(rows),
    )


def _balance() -> chart.Line | None:
    first = date(2026, 9, 1)
    values = (0, 300, 290, 270, 210, 180, 480, 440, 390, 370, 310)
    points = [(first + timedelta(days=8 * number), value) for number, value in enumerate(values)]
    return chart.line(points, [(first + timedelta(days=150), 0)], threshold=100)
