"""`PATCH /v1/platform`: the platform's language and time zone, by its admins alone."""

from __future__ import annotations

import pytest

from functions.portal_api.account.platform import platform_language
from shared import keys
from shared.dynamo import query_all
from tests.builders import a_partner, a_person, everything, write
from tests.functional.front import Front
from tests.functional.narrowed import a_trainer
from tests.functional.platform.scene import Console, an_admin

PATH = "/v1/platform"


@pytest.fixture
def console(front: Front) -> Console:
    write(keys.PLATFORM, {"name": "Portico", "language": "en", "version": 1, "admins_count": 1})
    return Console.opened(front)


def test_language_and_time_zone_change_from_the_next_request_on(console: Console) -> None:
    said = console.does("PATCH", PATH, {"language": "it", "time_zone": "Europe/Rome"})

    assert said == {"language": "it", "time_zone": "Europe/Rome"} and platform_language() == "it"
    page = console.html("/platform/settings")
    assert '<option value="it" selected>' in page and 'value="Europe/Rome"' in page
    (row,) = query_all("portal", keys.audit("PLATFORM", "").pk)
    assert (row["action"], row["changed"], row["view"]) == ("platform.change", ["language", "time_zone"], "platform")


def test_what_is_not_given_stays(console: Console) -> None:
    console.does("PATCH", PATH, {"time_zone": "Europe/Helsinki"})
    assert console.does("PATCH", PATH, {"language": "it"}) == {"language": "it", "time_zone": "Europe/Helsinki"}


def test_nobody_else_changes_it(console: Console) -> None:
    stood = everything
    for person in (a_person(), an_admin(a_partner()), a_trainer()):
        before = stood()
        assert console.front.patch(PATH, person, {"language": "it"}).code == "not-allowed"
        assert stood() == before
    assert console.front.patch(PATH, None, {"language": "it"}).code == "not-signed-in"


def test_it_is_done_once_per_key(console: Console) -> None:
    first = console.front.patch(PATH, console.admin, {"language": "it"}, key="k")
    again = console.front.patch(PATH, console.admin, {"language": "it"}, key="k")

    assert again.json == first.json and again.headers["idempotency-replayed"] == "true"
    assert console.front.patch(PATH, console.admin, {"language": "en"}, key="k").code == "idempotency-key-reused"
    assert len(list(query_all("portal", keys.audit("PLATFORM", "").pk))) == 1


@pytest.mark.parametrize(
    "body",
    [{}, {"language": "fi"}, {"language": None}, {"time_zone": "Mars/Base"}, {"time_zone": None}, {"name": "X"}, []],
)
def test_garbage_is_refused(console: Console, body: object) -> None:
    before = everything()
    assert console.front.patch(PATH, console.admin, body).code == "invalid-request"
    assert everything() == before
