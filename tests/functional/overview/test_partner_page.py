"""A partner's dashboard: figures for who may see them, first steps where nothing is yet, a supervisor's own sights."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from shared import dynamo
from shared.clock import now, parse
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_platform_admin, an_enrollment
from tests.functional.credits.scene import a_contact, a_course, an_organization, moved, staff
from tests.functional.credits.test_wallet_page import text_of
from tests.functional.front import Front
from tests.functional.web.browser import a_session, look
from tests.meter import Meter


def at(partner: Partner) -> str:
    return f"/partner/{partner.id}"


def ago(days: int) -> str:
    return (now() - timedelta(days=days)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def a_busy_partner(admin_of: str, partner: Partner, people: int = 3) -> str:
    """300 credits twenty days ago, ten spent on each of these people since."""
    course = a_course("Antincendio <b>")
    moved(partner, "top_up", 300, admin_of, at=ago(20))
    for number in range(people):
        contact = a_contact(partner, f"Persona{number}")
        paid_for = {"course_id": course, "people": [[contact, 1]]}
        moved(partner, "enrollment", -10, admin_of, at=ago(19 - number % 19), paid_for=paid_for)
        an_enrollment(partner, course, contact, enrolled_at=ago(19 - number % 19), cost=10)
    return course


def test_the_ladder(front: Front) -> None:
    partner = a_partner()
    assert look(front, at(partner)).headers["location"] == f"/sign-in?next=/partner/{partner.id}"
    assert look(front, at(partner), a_session(a_partner_admin(a_partner("Other")))).status == 404
    for role in ("partner_finance", "partner_read_only", "partner_enrollment"):
        assert look(front, at(partner), a_session(staff(partner, role))).status == 200
    assert look(front, at(partner), a_session(a_platform_admin())).status == 200
    closed = a_partner("C", status="closed")
    assert look(front, at(closed), a_session(a_partner_admin(closed))).status == 403


def test_what_is_left_until_when_and_who_was_enrolled(front: Front) -> None:
    partner = a_partner(low_credit_threshold=280)
    admin = a_partner_admin(partner)
    course = a_busy_partner(admin, partner)

    page = look(front, at(partner), a_session(admin))

    told = text_of(page.text)
    assert "Available 270" in told and "Active enrollments 3" in told
    assert "Credits run low: 270 credits left, and your alert threshold is 280." in told
    today, begin = (parse(at).astimezone(ZoneInfo(partner.time_zone)).date() for at in (ago(0), ago(20)))
    days = (today - begin).days + 1
    runs_out = today + timedelta(days=int(270 / (30 / days)))
    assert (
        f"have taken 30 credits since {begin:%-d %b %Y}: at this rate credits run out on {runs_out:%-d %b %Y}." in told
    )
    assert "chart-line" in page.text and "chart-forecast" in page.text and "Show the numbers" in told
    assert f'href="/partner/{partner.id}/enrollments?course_id={course}"' in page.text
    assert "Antincendio &lt;b&gt;" in page.text and "Antincendio <b>" not in page.text
    assert "Persona2 Ferrari" in told and "First steps" not in told
    assert page.text.index("Persona2 Ferrari") < page.text.index("Persona0 Ferrari"), "the newest first"


def test_a_forecast_of_years_is_said_and_drawn_only_as_far_as_the_picture_is_clear(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    a_busy_partner(admin, partner, people=1)
    moved(partner, "top_up", 100_000, admin)

    page = look(front, at(partner), a_session(admin))

    assert page.status == 200 and "at this rate credits last for years" in text_of(page.text)


def test_where_nothing_is_yet_the_first_steps_are_taught(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)

    fresh = look(front, at(partner), a_session(admin)).text

    assert "First steps" in fresh and 'data-opens="ask"' in fresh and "No credits are available" not in fresh
    assert f'href="/partner/{partner.id}/contacts"' in fresh and f'href="/partner/{partner.id}/enrol"' in fresh
    moved(partner, "top_up", 50, a_platform_admin())
    a_contact(partner)
    on_the_way = look(front, at(partner), a_session(admin)).text
    assert "50 credits are there." in on_the_way and 'data-opens="ask"' not in on_the_way
    assert on_the_way.count('<li class="done">') == 2 and "Enrol people" in on_the_way


def test_who_may_not_ask_or_enrol_is_not_led_there(front: Front) -> None:
    partner = a_partner()
    reader = look(front, at(partner), a_session(staff(partner, "partner_read_only"))).text
    assert 'data-opens="ask"' not in reader and 'href="/partner/' + partner.id + '/enrol"' not in reader
    platform = look(front, at(partner), a_session(a_platform_admin())).text
    assert f'href="/platform/partners/{partner.id}"' in platform and 'data-opens="ask"' not in platform


def test_used_up_credits_are_said_first(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    course, contact = a_course(), a_contact(partner)
    moved(partner, "top_up", 10, admin)
    moved(partner, "enrollment", -10, admin, paid_for={"course_id": course, "people": [[contact, 1]]})
    an_enrollment(partner, course, contact)

    told = text_of(look(front, at(partner), a_session(admin)).text)

    assert "No credits are available" in told and "Exhausted" in told


def test_direct_customers_have_a_dashboard_without_credits(front: Front) -> None:
    house = a_partner("House", kind="house")
    page = look(front, at(house), a_session(a_platform_admin()))
    assert page.status == 200 and "Available" not in text_of(page.text) and "Add students" in page.text


@pytest.mark.criterion("C-34x")
def test_a_supervisor_sees_what_they_supervise_and_no_credits(front: Front) -> None:
    partner, other = a_partner(), a_partner("Other")
    admin = a_partner_admin(partner)
    a_busy_partner(admin, partner)
    course, company, hidden = a_course("Primo soccorso"), an_organization(partner, "Beta srl"), a_course("Segreto")
    foreign = an_organization(other, "Straniera")

    def told(**scope: list[str]) -> str:
        whole = {"courses": [], "organizations": [], "tags": []} | scope
        return look(front, at(partner), a_session(staff(partner, "supervisor", whole))).text

    by_course = told(courses=[course])
    assert "Primo soccorso" in by_course and "Antincendio" not in by_course and hidden not in by_course
    for word in ("Available", "Balance", "270", "top-up", "Latest enrollments"):
        assert word not in text_of(by_course), word
    assert f'href="/partner/{partner.id}/enrollments?course_id={course}"' in by_course
    by_company = told(organizations=[company, foreign])
    assert "Beta srl" in by_company and "Straniera" not in by_company
    assert f'href="/partner/{partner.id}/contacts?tag=turno%20%3Cb%3E"' in told(tags=["turno <b>"])
    assert "Nothing is chosen for you yet" in told()


def test_it_waits_twice_after_the_visit_however_much_there_is(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    browser = a_session(admin)
    for people in (2, 30):
        a_busy_partner(admin, partner, people)
        with Meter(dynamo.client()) as meter:
            assert look(front, at(partner), browser).status == 200
        # the visit's read and query; wallet, entries, enrollments and a first contact at once; then titles and names
        assert meter.calls == {"BatchGetItem": 4, "Query": 4}


def test_a_partner_with_nothing_enrolled_reads_no_names(front: Front) -> None:
    partner = a_partner()
    browser = a_session(a_partner_admin(partner))
    with Meter(dynamo.client()) as meter:
        look(front, at(partner), browser)
    assert meter.calls == {"BatchGetItem": 2, "Query": 4}
    assert look(front, f"/partner/{new_id('prt')}", browser).status == 404
