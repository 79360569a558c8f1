"""What the pages of the platform's console show and where their forms lead, record by record."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from functions.wallet.totals import PLATFORM
from shared import keys
from shared.clock import stamp
from tests.builders import a_partner, write
from tests.functional.front import Front
from tests.functional.narrowed import a_course
from tests.functional.platform.scene import Console, an_admin, enters, moved


@pytest.fixture
def console(front: Front) -> Console:
    return Console.opened(front)


def opened_with(page: str, dialog: str) -> list[dict[str, object]]:
    """The values that each button hands to this dialog."""
    found = re.findall(rf'data-opens="{dialog}" data-values="([^"]*)"', page)
    return [json.loads(unescape(one)) for one in found]


@pytest.mark.criterion("C-25 C-26")
def test_each_row_of_the_list_can_be_topped_up_and_deducted_from(console: Console) -> None:
    partner = a_partner("Alfa", low_credit_threshold=50)
    moved(partner, console.admin, 60, -20)
    a_partner("Direct customers", kind="house")

    page = console.html("/platform/partners")

    values = {"partner_id": partner.id, "name": "Alfa", "available": 40}
    assert opened_with(page, "top-up") == opened_with(page, "deduct") == [values]
    assert 'data-send="POST /v1/partners/{partner_id}/wallet/top-ups"' in page
    assert 'data-send="POST /v1/partners/{partner_id}/wallet/deductions"' in page
    assert 'data-sum="available + credits"' in page and 'data-sum="available - credits"' in page
    assert ">Low<" in page and "Direct customers</a>" not in page, "the house has no wallet, and its own place"


def test_partners_are_found_by_name(console: Console) -> None:
    a_partner("Alfa"), a_partner("Beta")
    assert "Beta" not in console.sees("/platform/partners?q=alf") and "Alfa" in console.sees("/platform/partners?q=alf")
    assert "Nothing matches" in console.sees("/platform/partners?q=zeta")


def test_without_partners_the_first_step_is_taught(console: Console) -> None:
    assert "Make the first one" in console.sees("/platform/partners")
    assert "Make the first one" in console.sees("/platform/courses")


def test_the_direct_customers_are_the_houses_console(console: Console) -> None:
    a_partner("Direct customers", kind="house")
    assert console.asks("/platform/direct-customers").headers["location"] == f"/partner/{keys.HOUSE}"
    for below in ("", "/people", "/courses", "/settings"):
        answer = console.asks(f"/platform/partners/{keys.HOUSE}{below}")
        assert answer.headers["location"] == "/platform/direct-customers"


@pytest.mark.criterion("C-27")
def test_a_partners_page_tells_its_credits_and_every_movement(console: Console) -> None:
    partner = a_partner("Alfa")
    moved(partner, console.admin, 300, -10)

    page = console.sees(f"/platform/partners/{partner.id}")

    assert re.findall(r'kind-signed" data-label="Credits">([^<]+)<', page) == ["\N{MINUS SIGN}10", "+300"]
    assert "Ada Rossi" in page and "Contract" in page and "ORD-1" in page
    assert f'href="/v1/partners/{partner.id}/wallet/entries.csv"' in page
    assert f'data-send="POST /v1/partners/{partner.id}/acting"' in page


def test_a_history_goes_on_page_by_page(console: Console) -> None:
    partner = a_partner("Alfa")
    moved(partner, console.admin, *([1] * 30))

    first = console.html(f"/platform/partners/{partner.id}")
    following = re.search(r'href="(/platform/partners/[^"]*cursor=[^"]*)" rel="next"', first)

    assert following is not None and 'id="entry-30"' in first
    assert 'id="entry-5"' in console.html(unescape(following[1]))


def test_a_request_for_credits_stands_above_the_history_until_some_came(console: Console) -> None:
    partner = a_partner("Alfa")
    admin = an_admin(partner)
    path = f"/v1/partners/{partner.id}/wallet/top-up-requests"
    assert console.front.post(path, admin, {"credits": 200, "note": "For December"}).status == 202

    page = console.html(f"/platform/partners/{partner.id}")
    assert "Laura Rossi asks for 200 credits." in unescape(page) and "For December" in page
    assert opened_with(page, "top-up")[0]["credits"] == 200

    moved(partner, console.admin, 200)
    assert "asks for" not in console.sees(f"/platform/partners/{partner.id}")


def test_a_partners_people_are_invited_reminded_and_removed_there(console: Console) -> None:
    partner = a_partner("Alfa")
    body = {"email": "luca@alfa.example", "first_name": "Luca", "last_name": "Marino"}
    invited = console.does("POST", f"/v1/partners/{partner.id}/admins", body, 201)["id"]
    staff = body | {"email": "sara@alfa.example", "first_name": "Sara", "role": "partner_finance"}
    member = console.does("POST", f"/v1/partners/{partner.id}/staff", staff, 201)["id"]

    page = console.html(f"/platform/partners/{partner.id}/people")

    assert f'data-send="POST /v1/partners/{partner.id}/admins/{invited}/invitation"' in page
    assert f'data-send="POST /v1/partners/{partner.id}/staff/{member}/invitation"' in page
    assert opened_with(page, "remove-admin") == [{"person_id": invited, "name": "Luca Marino"}]
    assert "Finance" in page and ">Invited<" in page


@pytest.mark.criterion("C-01")
def test_suspending_and_closing_say_what_is_lost_and_what_is_not(console: Console) -> None:
    partner = a_partner("Alfa")
    path = f"/platform/partners/{partner.id}/settings"
    assert "No new enrollments, and its team can only read." in console.sees(path)

    console.does("POST", f"/v1/partners/{partner.id}/suspension")
    assert "End the suspension" in console.sees(path) and ">Suspended<" in console.html(path)
    console.does("POST", f"/v1/partners/{partner.id}/closure")
    assert "Reopening brings everything back" in console.sees(path) and ">Closed<" in console.html(path)


@pytest.mark.criterion("C-23 C-24")
def test_the_grid_tells_each_partners_own_cost_or_what_it_inherits(console: Console) -> None:
    one, other = a_partner("Alfa"), a_partner("Beta")
    course = a_course("Antincendio", 15, one, other)
    console.does("PUT", f"/v1/courses/{course}/partners/{other.id}", {"enrollment_cost": 12})

    page = console.html(f"/platform/courses/{course}")

    assert "inherits 15" in page and re.findall(r'kind-credits" data-label="[^"]*">([^<]+)<', page) == [
        "15 credits",
        "12 credits",
    ]
    assert [one["enrollment_cost"] for one in opened_with(page, "cost")] == ["", 12]
    assert len(opened_with(page, "take")) == 2


@pytest.mark.criterion("C-22")
def test_while_all_partners_have_it_own_costs_are_shown_as_kept(console: Console) -> None:
    one = a_partner("Alfa")
    course = a_course("Antincendio", 15, one)
    console.does("PUT", f"/v1/courses/{course}/partners/{one.id}", {"enrollment_cost": 12})
    console.does("PATCH", f"/v1/courses/{course}", {"assignment": {"all_partners": True}})

    page = console.html(f"/platform/courses/{course}")

    assert "kept, but does not count now" in page and "15 credits" in page and "12 credits" not in page
    assert opened_with(page, "take") == [], "nothing can be taken while all have it"


@pytest.mark.criterion("C-13")
def test_a_course_is_assigned_to_a_partner_found_by_name(console: Console) -> None:
    one, other = a_partner("Alfa"), a_partner("Beta")
    course = a_course("Antincendio", 15, one)

    page = console.html(f"/platform/courses/{course}/partners/new")
    assert opened_with(page, "assign") == [{"partner_id": other.id, "name": "Beta"}] and ">Has it<" in page
    assert "Beta" not in console.html(f"/platform/courses/{course}/partners/new?q=alfa")
    for wrong in ("crs_x", "crs_01JD0000000000000000000000"):
        assert console.asks(f"/platform/courses/{wrong}/partners/new").status == 404
        assert console.asks(f"/platform/courses/{wrong}").status == 404


@pytest.mark.criterion("C-28")
def test_a_new_admin_names_the_partner_or_none(console: Console) -> None:
    partner = a_partner("Alfa")
    page = console.sees(f"/platform/users/new?partner_id={partner.id}")
    assert '<option value="">None: an admin of the platform</option>' in page
    assert f'<option value="{partner.id}" selected>Alfa</option>' in page


def test_a_trainer_has_courses_and_they_can_be_changed(console: Console) -> None:
    one, other = a_course("Antincendio"), a_course("Primo soccorso")
    body = {"email": "tea@alfa.example", "first_name": "Tea", "last_name": "Docente", "courses": [one]}
    person = console.does("POST", "/v1/platform/trainers", body, 201)["id"]

    assert '<span class="tag">Antincendio</span>' in console.html("/platform/users/trainers")
    page = console.html(f"/platform/users/trainers/{person}")
    assert re.search(rf'value="{one}"[^>]* checked', page) and not re.search(rf'value="{other}"[^>]* checked', page)
    assert console.asks("/platform/users/trainers/per_x").status == 404


def test_the_dashboard_tells_what_was_sold_and_which_wallets_want_attention(console: Console) -> None:
    assert "The sums appear" in console.sees("/platform")
    low, refused = a_partner("Alfa", low_credit_threshold=50), a_partner("Beta")
    moved(low, console.admin, 40)
    moved(refused, console.admin, 5)
    write(keys.wallet(refused.id), {"available": 5, "held": 0, "seq": 1, "head": "x", "not_enough_said": True})
    totals = {"sold": 1045, "deducted": 7, "spent": 900}
    sums = {"at": stamp(), "partners": 2, "left": 45, "totals": totals}
    sums |= {"low": [low.id], "low_count": 1, "refusing": [refused.id], "refusing_count": 1}
    write(keys.reconciled(PLATFORM), sums)

    page = console.html("/platform")

    assert all(f">{figure}<" in page for figure in ("1,045", "900", "45"))
    assert {one["name"] for one in opened_with(page, "top-up")} == {"Alfa", "Beta"}
    assert ">Was refused<" in page and ">Low<" in page
    assert console.calls("/platform")["BatchGetItem"] == 3, "the visit's, the sums, the wallets"


def test_the_audit_names_who_did_what_to_which_record(console: Console) -> None:
    partner = a_partner("Alfa")
    admin = an_admin(partner)
    course = console.does(
        "POST", "/v1/courses", {"title": "Primo", "enrollment_cost": 1, "assignment": {"partners": []}}, 201
    )
    console.does("PATCH", f"/v1/partners/{partner.id}", {"low_credit_threshold": 5})
    contact = console.front.post(f"/v1/partners/{partner.id}/contacts", admin, {"first_name": "Bruno"}).json["id"]

    ours = console.sees("/platform/audit")
    assert "Course made" in ours and f'<a href="/platform/courses/{course["id"]}">Primo</a>' in ours
    theirs = unescape(enters(console.front, f"/partner/{partner.id}/audit", admin).text)
    assert "Partner changed" in theirs and "Alert threshold" in theirs and "Person's record made" in theirs
    assert f'<a href="/partner/{partner.id}/contacts/{contact}">Bruno</a>' in theirs and "Primo" not in theirs
    only = console.sees(f"/partner/{partner.id}/audit?actor_id={admin}")
    assert "Person's record made" in only and "Partner changed" not in only
    assert f'<option value="{admin}" selected>Laura Rossi</option>' in only
    assert "Person's record made" not in console.sees(f"/partner/{partner.id}/audit?view=platform")
    assert "Partner changed" not in console.sees(f"/partner/{partner.id}/audit?subject={contact}")
    assert console.asks(f"/partner/{partner.id}/audit?subject=nonsense").status == 404


def test_a_partners_audit_is_nobody_elses(console: Console) -> None:
    partner = a_partner("Alfa")
    assert enters(console.front, f"/partner/{partner.id}/audit", an_admin(a_partner())).status == 404
    assert enters(console.front, f"/partner/{partner.id}/audit", an_admin(partner)).status == 200


def test_the_search_leads_to_what_it_finds(console: Console) -> None:
    partner, course = a_partner("Alfa"), a_course("Alfabeto")
    page = console.sees("/platform/search?q=alfa")
    assert f'<a href="/platform/partners/{partner.id}">Alfa</a>' in page
    assert f'<a href="/platform/courses/{course}">Alfabeto</a>' in page
    assert "Nothing matches" in console.sees("/platform/search?q=zzz")


def test_the_settings_show_the_brand_and_say_when_its_colour_was_adapted(console: Console) -> None:
    console.does("PUT", "/v1/platform/brand", {"name": "Aula", "accent": "#ffff00"})
    page = console.html("/platform/settings")
    assert 'value="Aula"' in page and 'value="#ffff00"' in page and "another shade" in page
