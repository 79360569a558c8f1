"""Who saw one's results is told to whom results are shown, and nothing of it to anybody else."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.modules.grant import Grant
from functions.portal_api.modules.module import Access
from shared.clock import stamp
from tests.functional.business.scene import Firm, a_profile
from tests.functional.front import Answer, Front
from tests.functional.web.browser import a_session

SHOWN: dict[str, Access] = {"course": "read", "result": "read", "status": "read"}


def asked(front: Front, firm: Firm, who: str) -> list[Answer]:
    return [
        front.get(f"/v1/me/{firm.partner.id}/views", who),
        front.ask("GET", f"/me/{firm.partner.id}/views", headers=a_session(who)),
    ]


def seen_once(front: Front) -> tuple[Firm, str, str]:
    """A firm, a contact of it with a result that a key contact saw, and the enrollment."""
    firm = Firm.of(front)
    ada = firm.contact("Ada")
    done: dict[str, Any] = {"status": "completed", "result": "passed", "completed_at": stamp()}
    made = firm.enrolled(ada, title="First aid", **done)
    key = firm.user("key_contact", contact_id=firm.contact("Bea"), admin=True)
    assert front.get(f"/v1/business/{firm.id}/enrollments", key).status == 200
    return firm, ada, made


@pytest.mark.criterion("B-34", "B-36")
@pytest.mark.parametrize(
    "grants",
    [
        {},
        {"enrollments": Grant(visible=False, records="own", fields=SHOWN)},
        {"enrollments": Grant(visible=True, records="own", fields={"course": "read", "status": "read"})},
    ],
    ids=["no module", "module hidden", "results hidden"],
)
def test_where_results_are_withheld_nobody_is_told_that_there_is_one(front: Front, grants: dict[str, Grant]) -> None:
    firm, ada, made = seen_once(front)
    who = firm.user(contact_id=ada, profile_id=a_profile(firm.partner, grants))

    for answer in asked(front, firm, who):
        assert answer.status == 404 and "First aid" not in answer.text and made not in answer.text
    home = front.ask("GET", f"/me/{firm.partner.id}", headers=a_session(who))
    assert home.status == 200 and "Who saw your results" not in home.text


@pytest.mark.criterion("B-36")
def test_where_courses_are_withheld_none_is_named(front: Front) -> None:
    firm, ada, _made = seen_once(front)
    grants = {"enrollments": Grant(visible=True, records="own", fields={"result": "read"})}
    who = firm.user(contact_id=ada, profile_id=a_profile(firm.partner, grants))

    api, page = asked(front, firm, who)

    [row] = api.json["items"]
    assert (row["course_id"], row["course_title"]) == (None, None)
    assert page.status == 200 and "First aid" not in page.text and ">A course<" in page.text


def test_whose_profile_shows_them_is_told(front: Front) -> None:
    firm, ada, made = seen_once(front)
    grants = {"enrollments": Grant(visible=True, records="own", fields=SHOWN)}
    for who in (firm.user(contact_id=ada), firm.user(contact_id=ada, profile_id=a_profile(firm.partner, grants))):
        api, page = asked(front, firm, who)
        assert [(one["enrollment_id"], one["course_title"]) for one in api.json["items"]] == [(made, "First aid")]
        assert page.status == 200 and "First aid" in page.text
