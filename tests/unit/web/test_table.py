"""An index table's addresses: everything asked stays, a cursor only as long as the order and the filters do."""

from __future__ import annotations

from functions.portal_api.web.table import Column, Filter, Table

NAME = Column("name", "Name", "link", sort=True)
STATUS = Filter("status", "Status", (("over", "Over"),))


def _table(next_cursor: str | None = None, csv: str | None = None, **query: str) -> Table:
    return Table(
        path="/p",
        query=query,
        name="t",
        caption="T",
        columns=(NAME,),
        rows=(),
        next_cursor=next_cursor,
        filters=(STATUS,),
        csv=csv,
    )


def test_the_next_page_keeps_what_was_asked() -> None:
    table = _table("c2", q="a b", status="over", sort="-name", cursor="c1", odd="x")
    assert table.next == "/p?q=a+b&status=over&sort=-name&cursor=c2"
    assert table.first == "/p?q=a+b&status=over&sort=-name"


def test_at_the_ends_there_is_nowhere_to_go() -> None:
    assert _table().next is None and _table().first is None


def test_another_order_begins_at_its_start_and_turns_around() -> None:
    assert _table(q="a", cursor="c1").sort_href(NAME) == "/p?q=a&sort=name"
    assert _table(sort="name").sort_href(NAME) == "/p?sort=-name" and _table(sort="name").sorting(NAME) == "ascending"
    assert _table(sort="-name").sort_href(NAME) == "/p?sort=name" and _table(sort="-name").sorting(NAME) == "descending"
    assert _table().sorting(NAME) is None


def test_the_export_has_what_is_seen_on_all_pages() -> None:
    assert _table("c2", csv="/v1/p.csv", q="a", cursor="c1", sort="name").export == "/v1/p.csv?q=a&sort=name"
    assert _table().export is None
