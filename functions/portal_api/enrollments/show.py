"""Enrollments as they are shown to somebody: with names, without what is withheld, and their look at results kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.enroll.enrollment import Enrollment
from functions.portal_api.command import Asking
from functions.portal_api.enrollments.names import names_of
from functions.portal_api.enrollments.views_trail import Via, note_views
from functions.portal_api.withheld import without_credits
from shared.scope import Scope
from shared.together import Together


def shown(
    asking: Asking, partner_id: str, enrollments: Sequence[Enrollment], scope: Scope | None, *, via: Via
) -> list[dict[str, Any]]:
    """The views of these enrollments; names are read while it is written down who sees the results, in one wait.

    Raises: Problem `busy` when that can't be written: then nothing is shown.
    """
    with Together() as pool:
        noted = pool.submit(note_views, asking.caller.person_id, asking.view, enrollments, via=via)
        names = names_of(partner_id, enrollments)
        noted.result()
    return [without_credits(one.view() | named, scope) for one, named in zip(enrollments, names, strict=True)]
