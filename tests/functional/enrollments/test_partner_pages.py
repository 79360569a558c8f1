"""The partner's console: who sees which page, what it shows and hides, and how often it waits."""

from __future__ import annotations

import html

import pytest

from tests.builders import a_partner, a_partner_admin, a_platform_admin, an_enrollment, everything
from tests.functional.enrollments.console import HOSTILE, Console
from tests.functional.front import Front
from tests.functional.web.browser import a_session, look
from tests.waits import waits_for

PAGES = range(8)


@pytest.fixture
def console(front: Front) -> Console:
    return Console(front)


@pytest.mark.parametrize("number", PAGES)
def test_strangers_sign_in_first_and_others_find_nothing(console: Console, number: int) -> None:
    path = console.paths()[number]
    other = a_partner_admin(a_partner("Beta"))

    anonymous = console.page(path, None)
    assert anonymous.status == 303 and anonymous.headers["location"].startswith("/sign-in?next=")
    assert console.page(path, other).status == 404


@pytest.mark.criterion("C-29")
def test_an_admin_and_the_platform_read_every_page_and_no_name_is_taken_for_markup(console: Console) -> None:
    for who in (console.admin, a_platform_admin()):
        for path in [*console.paths(), *console.writing(), "enrol", f"contacts/{console.contact}/views"]:
            page = console.page(path, who)
            assert page.status == 200, path
            assert "<script>alert" not in page.text, path
    assert html.escape(HOSTILE) in console.page(f"contacts/{console.contact}", console.admin).text


def test_filters_are_in_the_address_and_name_what_is_chosen(console: Console) -> None:
    page = console.page("contacts", console.admin, organization_id=console.organization, tag="50%", q="", archived="")
    assert console.contact in page.text and html.escape(HOSTILE) in page.text
    assert console.contact not in console.page("contacts", console.admin, archived="true").text
    assert "Nothing matches" in console.page("contacts", console.admin, q="nobody").text

    asked = {"course_id": console.course, "contact_id": console.contact, "status": "completed", "organization_id": ""}
    assert console.enrollment.id in console.page("enrollments", console.admin, **asked).text
    assert console.enrollment.id not in console.page("enrollments", console.admin, status="withdrawn").text
    assert f"enrollments.csv?course_id={console.course}" in html.unescape(
        console.page("enrollments", console.admin, course_id=console.course).text
    )


def test_empty_lists_teach_the_first_step(front: Front) -> None:
    partner = a_partner("Nuova")
    admin = a_partner_admin(partner)
    for path, taught in (
        ("contacts", "No students yet"),
        ("organizations", "No organizations yet"),
        ("catalogue", "No course is assigned to you yet"),
        ("enrollments", "Nobody is enrolled yet"),
        ("enrol", "No course is assigned to you yet"),
    ):
        page = front.ask("GET", f"/partner/{partner.id}/{path}", admin, headers={"accept": "text/html"})
        assert taught in page.text, path


def test_read_only_staff_see_no_way_to_change_and_no_page_for_it(console: Console) -> None:
    reader = console.member("partner_read_only")
    for path in console.paths():
        text = console.page(path, reader).text
        for way in ("/enrol?", "/edit", 'data-send="P', "/new"):
            outside_of_the_shell = text[text.index("<main") : text.index("</main>")]
            assert way not in outside_of_the_shell, (path, way)
    for path in [*console.writing(), "enrol", f"contacts/{console.contact}/views"]:
        assert console.page(path, reader).status == 403, path


@pytest.mark.criterion("C-34x")
def test_a_supervisor_sees_the_chosen_people_and_no_credits(console: Console) -> None:
    other = console.front.post(f"/v1/partners/{console.partner.id}/contacts", console.admin, {"first_name": "Bea"})
    hidden = other.json["id"]
    an_enrollment(console.partner, console.course, hidden)
    supervisor = console.member("supervisor", organizations=[console.organization])

    people, learning = console.page("contacts", supervisor), console.page("enrollments", supervisor)
    assert console.contact in people.text and hidden not in people.text
    assert console.enrollment.id in learning.text and "Bea" not in learning.text
    assert "Credits paid" not in learning.text
    record = console.page(f"enrollments/{console.enrollment.id}", supervisor)
    assert record.status == 200 and "Price paid" not in record.text and "Enrolled by" not in record.text
    assert console.page(f"contacts/{hidden}", supervisor).status == 404
    assert "Portal access" not in console.page(f"contacts/{console.contact}", supervisor).text
    for path in ("organizations", f"organizations/{console.organization}", "enrol", "contacts/new"):
        assert console.page(path, supervisor).status == 403, path


@pytest.mark.criterion("C-34x", "C-36x")
def test_a_supervisor_of_courses_sees_those_in_the_catalogue_without_a_price(console: Console) -> None:
    supervisor = console.member("supervisor", courses=[console.course])
    page = console.page(f"catalogue/{console.course}", supervisor)

    assert page.status == 200 and "10 credits" not in page.text
    assert console.enrollment.id in page.text
    assert "result-form" not in console.page(f"enrollments/{console.enrollment.id}", supervisor).text


@pytest.mark.criterion("C-36x")
def test_the_platform_sets_results_and_the_partner_does_not(console: Console) -> None:
    path = f"enrollments/{console.enrollment.id}"

    assert "result-form" in console.page(path, a_platform_admin()).text
    shown = console.page(path, console.admin).text
    assert "result-form" not in shown and "Passed (87)" in shown


@pytest.mark.criterion("C-01")
def test_at_a_suspended_partner_everything_is_read_and_nothing_is_offered(front: Front) -> None:
    console = Console(front, status="suspended")
    for path in console.paths():
        page = console.page(path, console.admin)
        assert page.status == 200 and "This partner is suspended" in page.text, path
        assert "/enrol?" not in page.text and 'data-send="POST /v1/partners' not in page.text, path
    enrol = console.page("enrol", console.admin)
    assert enrol.status == 200 and 'id="enrol-form"' not in enrol.text
    assert console.page("contacts/new", console.admin).status == 409


def test_whoever_is_shown_a_result_is_written_down_and_nothing_else_is(console: Console) -> None:
    console.page(f"enrollments/{console.enrollment.id}", console.admin)
    looked = [item for item in everything() if "#VIEWED#" in item["pk"]["S"]]
    assert [item["viewer_id"]["S"] for item in looked] == [console.admin] and looked[0]["view"]["S"] == "partner"
    before = everything()

    for path in [*console.paths(), *console.writing(), "enrol"]:
        console.page(path, console.admin)

    assert everything() == before
    assert "Ada Rossi" in console.page(f"contacts/{console.contact}/views", console.admin).text


def test_the_enrol_page_names_whom_one_came_with_and_no_others(console: Console) -> None:
    stranger = Console(console.front)
    asked = {"course_id": console.course, "contact_ids": console.contact, "organization_id": console.organization}
    page = console.page("enrol", console.admin, **asked)
    assert f'value="{console.course}" data-cost="10" selected' in page.text
    assert f'value="{console.organization}" selected' in page.text
    assert console.contact in page.text

    others = console.page("enrol", console.admin, contact_ids=stranger.contact, course_id="crs_nothing")
    assert stranger.contact not in others.text
    assert "The course you came for takes no new enrollments of yours" in others.text


def test_no_page_waits_more_than_twice_once_the_session_is_known(console: Console) -> None:
    browser, base = a_session(console.admin), f"/partner/{console.partner.id}"
    for path in [*console.paths(), *console.writing(), "enrol", f"contacts/{console.contact}/views"]:
        with waits_for("dynamodb") as waits:
            assert look(console.front, f"{base}/{path}", browser).status == 200
        assert 0 < waits.in_a_row <= 1 + 2, (path, waits.calls)
