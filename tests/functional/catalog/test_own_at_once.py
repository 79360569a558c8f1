"""Several hands on one own course at the same moment, on a real engine."""

from __future__ import annotations

import pytest

from tests.builders import a_partner_admin
from tests.functional.catalog.own import WORDS, a_whitelabel, its, make_own
from tests.functional.front import Front, at_once


def test_changes_at_once_are_all_kept(crowded: Front) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)
    path = its(partner, make_own(crowded, admin, partner))
    changes = [{"title": "Nuovo titolo"}, {"description": "Un'ora."}, {"status": "published"}]

    answers = at_once(*(lambda change=change: crowded.patch(path, admin, change) for change in changes))

    assert {answer.status for answer in answers} == {200}
    now = crowded.get(path, admin).json
    assert {name: value for change in changes for name, value in change.items()}.items() <= now.items()


@pytest.mark.criterion("X-02")
def test_one_command_sent_many_times_at_once_makes_one_course(crowded: Front) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)

    answers = at_once(*(lambda: crowded.post(its(partner), admin, WORDS, key="k") for _ in range(16)))

    assert {answer.status for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert len(crowded.all(its(partner), admin)) == 1
