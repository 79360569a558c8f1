"""A partner's page of its credits: for whom, what it shows and links, what it never shows, and what it waits for."""

from __future__ import annotations

import re

from shared import dynamo
from shared.clock import stamp
from shared.ids import EnrollmentKey, new_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin
from tests.functional.credits.scene import a_contact, a_course, moved, staff
from tests.functional.front import Front
from tests.functional.web.browser import a_session, look
from tests.meter import Meter


def at(partner: Partner) -> str:
    return f"/partner/{partner.id}/wallet"


def text_of(html: str) -> str:
    """What stands on a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_page_for_whoever_may_read_the_wallet_and_for_nobody_else(front: Front) -> None:
    partner, house = a_partner(), a_partner("House", kind="house")
    assert look(front, at(partner)).headers["location"] == f"/sign-in?next=/partner/{partner.id}/wallet"
    assert look(front, at(partner), a_session(a_partner_admin(a_partner("Other")))).status == 404
    supervisor = staff(partner, "supervisor", {"courses": [new_id("crs")], "organizations": [], "tags": []})
    assert look(front, at(partner), a_session(supervisor)).status == 403
    for role in ("partner_finance", "partner_read_only", "partner_enrollment"):
        assert look(front, at(partner), a_session(staff(partner, role))).status == 200
    assert look(front, at(house), a_session(a_platform_admin())).status == 404
    assert front.get(at(partner), a_person()).code == "not-found"


def test_each_movement_says_what_it_is_and_leads_to_what_it_paid_for(front: Front) -> None:
    partner = a_partner(low_credit_threshold=20)
    admin, platform = a_partner_admin(partner), a_platform_admin()
    course = a_course("Antincendio <b>")
    one, two = a_contact(partner, "Giulia"), a_contact(partner, "<script>")
    moved(partner, "top_up", 60, platform, reason="Contratto <i>", reference="ORD-118")
    moved(partner, "enrollment", -10, admin, paid_for={"course_id": course, "people": [[one, 1]]})
    moved(partner, "enrollment", -30, admin, paid_for={"course_id": course, "people": [[one, 2], [two, 1]]})
    moved(partner, "refund", 10, admin, paid_for={"course_id": course, "people": [[two, 1]]})

    page = look(front, at(partner), a_session(admin))

    told = text_of(page.text)
    for said in ("Top-up", "+60", "Enrollment charge", "−30", "Credits returned", "+10", "2 people", "Ada Rossi"):
        assert said in told, said
    assert "Contratto &lt;i&gt;" in page.text and "ORD-118" in page.text and "<script> " not in page.text
    assert "Antincendio &lt;b&gt;" in page.text and "&lt;script&gt; Ferrari" in page.text
    assert f'href="/partner/{partner.id}/enrollments/{EnrollmentKey(partner.id, course, one, 1).id}"' in page.text
    assert f'href="/partner/{partner.id}/enrollments?course_id={course}"' in page.text
    assert f'href="/v1/partners/{partner.id}/wallet/entries.csv"' in page.text
    assert f"GET /v1/partners/{partner.id}/wallet/verification" in page.text
    order = [page.text.index(f'id="entry-{seq}"') for seq in (4, 3, 2, 1)]
    assert order == sorted(order), "the newest first"


def test_what_was_erased_leaves_the_movement_readable(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    course, contact = new_id("crs"), new_id("con")
    moved(partner, "top_up", 60, new_id("per"))
    moved(partner, "enrollment", -10, admin, paid_for={"course_id": course, "people": [[contact, 1]]})

    page = look(front, at(partner), a_session(admin))

    assert page.status == 200 and course in page.text


def test_it_goes_on_by_a_cursor_and_refuses_one_of_another_list(front: Front) -> None:
    partner, other = a_partner(), a_partner("Other")
    admin = a_partner_admin(partner, other)
    for _ in range(27):
        moved(partner, "top_up", 1, admin)
    page = look(front, at(partner), a_session(admin))
    following = re.search(r'href="([^"]+cursor=[^"]+)"[^>]*rel="next"', page.text)
    assert following and 'id="entry-3"' in page.text and 'id="entry-2"' not in page.text
    cursor = following[1].split("cursor=")[1]

    second = front.ask("GET", at(partner), admin, query={"cursor": cursor}, headers={"accept": "text/html"})

    assert 'id="entry-2"' in second.text and 'id="entry-1"' in second.text and 'id="entry-3"' not in second.text
    wrong = front.ask("GET", at(other), admin, query={"cursor": cursor}, headers={"accept": "text/html"})
    assert wrong.status == 422 and "Start from the beginning" in wrong.text


def test_a_request_is_told_until_a_top_up_comes(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    said = {"credits": 200, "note": "November"}
    assert front.post(f"/v1/partners/{partner.id}/wallet/top-up-requests", admin, said).status == 202
    assert "Ada Rossi asked the platform for 200 credits" in text_of(look(front, at(partner), a_session(admin)).text)

    moved(partner, "top_up", 200, a_platform_admin(), at=stamp())

    assert "asked the platform" not in text_of(look(front, at(partner), a_session(admin)).text)


def test_asking_is_offered_to_who_may_and_the_platform_is_led_to_its_own_page(front: Front) -> None:
    partner = a_partner()
    admin = look(front, at(partner), a_session(a_partner_admin(partner))).text
    assert f"POST /v1/partners/{partner.id}/wallet/top-up-requests" in admin and 'data-opens="ask"' in admin
    reader = look(front, at(partner), a_session(staff(partner, "partner_read_only"))).text
    assert "top-up-requests" not in reader and 'data-opens="ask"' not in reader
    platform = look(front, at(partner), a_session(a_platform_admin())).text
    assert f'href="/platform/partners/{partner.id}"' in platform and "top-up-requests" not in platform
    suspended = a_partner("S", status="suspended")
    assert "top-up-requests" not in look(front, at(suspended), a_session(a_partner_admin(suspended))).text


def test_it_waits_twice_after_the_visit_however_long_the_history_is(front: Front) -> None:
    partner = a_partner()
    admin, course = a_partner_admin(partner), a_course()
    browser = a_session(admin)
    moved(partner, "top_up", 1000, admin)
    for movements in (2, 40):
        for _ in range(movements):
            paid_for = {"course_id": course, "people": [[a_contact(partner), 1]]}
            moved(partner, "enrollment", -1, admin, paid_for=paid_for)
        with Meter(dynamo.client()) as meter:
            assert look(front, at(partner), browser).status == 200
        # the visit's read and query; wallet, entries and the latest request at once; all names in one
        assert meter.calls == {"BatchGetItem": 3, "Query": 3}
        assert meter.order[-1] == "BatchGetItem"
