"""Change a partner's own course: its words, and whether people can be enrolled into it.

Archived, or at a partner that is no whitelabel one any more, it takes nobody new; who is enrolled goes on to the end.
"""

from __future__ import annotations

from typing import Any

from functions.portal_api.catalog import own_store
from functions.portal_api.command import Asking
from shared.commit import Refused
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem


def update_own_course(asking: Asking, partner: Partner, course_id: str, given: dict[str, Any]) -> dict[str, Any]:
    """Change what is given. Raises: Problem `not-found`, `whitelabel-only`, `busy`; Replayed."""
    patience = Patience(tries=10)
    while True:
        before = own_store.own_course(partner.id, course_id)
        if before is None:
            raise Problem("not-found")
        if not partner.has_own_courses:
            raise Problem("whitelabel-only")
        after = before.changed(given, asking.at)
        try:
            answer: dict[str, Any] = asking.commit(
                own_store.replaced(before, after),
                "own_course.update",
                course_id,
                status=200,
                answer=after.view(),
                changed=sorted(given),
            )
        except Refused as refused:
            if refused.first[0].blame == "kind":
                raise Problem("whitelabel-only") from None
            if refused.first[0].blame != "course":
                raise
            patience.again()  # somebody else changed it meanwhile: once more, from how it stands now
            continue
        return answer
