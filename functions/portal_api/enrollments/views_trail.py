"""Who looked at whose results: a row for each viewer, enrollment and day, kept before anything is shown.

What somebody achieved is theirs, so they can read who saw it. The first look of a day makes the row; it is put where
none stands and never changed or deleted (`template.yaml` denies both). Looks at one's own results leave none. What
can't be written down is not shown: the request then is answered `busy`.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

from functions.enroll.enrollment import Enrollment
from shared import keys
from shared.clock import stamp
from shared.commit import ITEMS_A_TRANSACTION, Refused, Write, commit, put
from shared.dynamo import AT_ONCE

Via = Literal["record", "list", "export"]
"""How: one enrollment opened, a row of a list, a line of an export."""


def note_views(
    viewer_id: str,
    view: str,
    enrollments: Sequence[Enrollment],
    *,
    own_contact_id: str | None = None,
    via: Via,
) -> None:
    """Write down that this person is shown these results; enrollments without any, and the viewer's own, are left out.

    Args: the person, from which view of the portal they look, and whom as a contact they are themselves, if anybody.
    Raises: Problem `busy`.
    """
    at = stamp()
    shown = [one for one in enrollments if one.has_result and one.key.contact_id != own_contact_id]
    rows = {one.id: _row(viewer_id, view, one, via, at) for one in shown}
    writes = list(rows.values())
    chunks = [writes[start : start + ITEMS_A_TRANSACTION] for start in range(0, len(writes), ITEMS_A_TRANSACTION)]
    if len(chunks) <= 1:
        for chunk in chunks:
            _put_new(chunk)
        return
    with ThreadPoolExecutor(min(AT_ONCE, len(chunks))) as pool:
        list(pool.map(_put_new, chunks))


def _put_new(rows: list[Write]) -> None:
    """Those of these rows that are not there yet; one that is there stays as it is, the first look of the day."""
    while rows:
        try:
            commit(rows)
            return
        except Refused as refused:
            there = {id(write) for write, _ in refused.broken}
            rows = [write for write in rows if id(write) not in there]


def _row(viewer_id: str, view: str, enrollment: Enrollment, via: Via, at: str) -> Write:
    key = enrollment.key
    place = keys.viewed(key.partner_id, key.contact_id, at[:10], viewer_id, enrollment.id)
    item = {"viewer_id": viewer_id, "enrollment_id": enrollment.id, "at": at, "view": view, "via": via}
    return put("viewed", place, item)
