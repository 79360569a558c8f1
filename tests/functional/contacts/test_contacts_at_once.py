"""One email, many requests at the same moment, on a real engine."""

from __future__ import annotations

from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from functions.portal_api import command
from shared.keys import Key
from tests.builders import a_partner, a_partner_admin
from tests.functional.front import Front, at_once


@pytest.mark.criterion("C-33x")
def test_of_many_who_take_one_email_at_once_one_gets_it(crowded: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    path = f"/v1/partners/{partner.id}/contacts"
    body = {"first_name": "Ada", "email": "ada@example.com"}

    answers = at_once(*(lambda: crowded.post(path, admin, body) for _ in range(16)))

    made = [answer.json for answer in answers if answer.status == 201]
    assert len(made) == 1
    refused = [answer for answer in answers if answer.status != 201]
    assert {(answer.code, answer.json["contact_id"]) for answer in refused} == {("contact-exists", made[0]["id"])}
    assert crowded.all(path, admin) == made


@pytest.mark.criterion("X-02")
def test_one_command_sent_many_times_at_once_is_done_once(crowded: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    path = f"/v1/partners/{partner.id}/contacts"
    two, read_one = Barrier(2), command.read_one

    def none_yet(key: Key) -> Any:  # two of them at least look for a receipt before there is one
        found = read_one(key)
        if not found:
            with suppress(BrokenBarrierError):
                two.wait(10)
        two.abort()
        return found

    monkeypatch.setattr(command, "read_one", none_yet)

    answers = at_once(*(lambda: crowded.post(path, admin, {"first_name": "Ada"}, key="k") for _ in range(16)))

    assert {answer.status for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert len(crowded.all(path, admin)) == 1


def test_changes_at_once_are_all_kept(crowded: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    path = f"/v1/partners/{partner.id}/contacts"
    ada = f"{path}/{crowded.post(path, admin, {'first_name': 'Ada'}).json['id']}"
    changes = [{"last_name": "Byron"}, {"email": "ada@example.com"}, {"external_reference": "HR-7"}, {"language": "it"}]

    answers = at_once(*(lambda change=change: crowded.patch(ada, admin, change) for change in changes))

    assert {answer.status for answer in answers} == {200}
    now = crowded.get(ada, admin).json
    assert {name: value for change in changes for name, value in change.items()}.items() <= now.items()
    assert [one["id"] for one in crowded.all(path, admin, q="ada byr")] == [now["id"]]
