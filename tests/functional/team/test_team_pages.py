"""The team's pages: admins and staff in one list, a form to invite, one to change, what a supervisor may be given."""

from __future__ import annotations

import html
import re

import pytest

from shared import dynamo, keys
from shared.clock import stamp
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, write
from tests.functional.credits.scene import a_course, an_organization, staff
from tests.functional.front import Answer, Front
from tests.functional.web.browser import a_session, look
from tests.meter import Meter


def an_admin(partner: Partner, first_name: str = "Laura", *, invited: bool = False) -> str:
    """An admin as the place lists them."""
    person = a_partner_admin(partner)
    listed = {"person_id": person, "email": f"{first_name.lower()}@alfa.example", "first_name": first_name}
    listed |= {"last_name": "Moretti", "invited": invited, "since": stamp(), "by": person}
    write(keys.partner_admin(partner.id, person), listed)
    return person


def at(partner: Partner, *more: str) -> str:
    return "/".join(("/partner", partner.id, "team", *more))


def rows(page: Answer) -> dict[str, str]:
    """Each row's text by its person."""
    found = re.findall(r'<tr role="row" id="(per_\w+)">(.*?)</tr>', page.text, re.S)
    return {person: html.unescape(" ".join(re.sub(r"<[^>]+>", " ", row).split())) for person, row in found}


def test_the_ladder_of_the_three_pages(front: Front) -> None:
    partner, house = a_partner(), a_partner("House", kind="house")
    admin = an_admin(partner)
    member = staff(partner, "partner_finance")
    for path in (at(partner), at(partner, "new"), at(partner, member)):
        assert look(front, path).headers["location"] == f"/sign-in?next={path}"
        assert look(front, path, a_session(an_admin(a_partner("Other")))).status == 404
        assert look(front, path, a_session(member)).status == 403
        assert look(front, path, a_session(admin)).status == 200
        assert look(front, path, a_session(a_platform_admin())).status == 200
    for unknown in (admin, new_id("per"), "nobody", a_person()):
        assert look(front, at(partner, unknown), a_session(admin)).status == 404
    platform = a_session(a_platform_admin())
    assert "Direct customers have no team" in look(front, at(house), platform).text
    assert look(front, at(house, "new"), platform).status == 404


def test_admins_and_staff_stand_in_one_list_with_what_they_may_do(front: Front) -> None:
    partner = a_partner()
    laura, anna = an_admin(partner), an_admin(partner, "Anna <b>", invited=True)
    course, company = a_course("Antincendio <i>"), an_organization(partner, "Beta srl")
    finance = staff(partner, "partner_finance")
    by_course = staff(partner, "supervisor", {"courses": [course], "organizations": [], "tags": []})
    by_company = staff(partner, "supervisor", {"courses": [], "organizations": [company, new_id("org")], "tags": []})
    by_tag = staff(partner, "supervisor", {"courses": [], "organizations": [], "tags": ["a", "b", "c", "d"]})

    page = look(front, at(partner), a_session(laura))

    told = rows(page)
    assert list(told) == [*sorted((laura, anna)), *sorted((finance, by_course, by_company, by_tag))]
    assert "Laura Moretti laura@alfa.example Admin Active" in told[laura] and "Leave…" in told[laura]
    assert "Invited" in told[anna] and "Send again" in told[anna] and "Remove…" in told[anna]
    assert "Anna &lt;b&gt;" in page.text and "Antincendio &lt;i&gt;" in page.text and "<i>" not in page.text
    assert "Bianca Neri bianca@alfa.example Finance" in told[finance] and "Change" in told[finance]
    assert "Supervisor Courses: Antincendio <i>" in told[by_course]
    assert "Organizations: Beta srl and 1 more" in told[by_company]
    assert "Tags: a, b, c and 1 more" in told[by_tag]
    assert "Change" not in told[anna] and "they can do nothing more" in page.text.lower()


def test_a_suspended_partners_admin_reads_the_team_and_is_offered_no_change(front: Front) -> None:
    partner = a_partner(status="suspended")
    browser = a_session(an_admin(partner))
    page = look(front, at(partner), browser)
    assert page.status == 200 and "Remove…" not in page.text and f'href="{at(partner, "new")}"' not in page.text
    assert "is suspended" in look(front, at(partner, "new"), browser).text


def test_a_long_list_goes_on_among_the_admins_and_then_among_the_staff(front: Front) -> None:
    partner = a_partner()
    admin = an_admin(partner)
    everybody = {admin, *(an_admin(partner) for _ in range(3)), *(staff(partner, "partner_finance") for _ in range(3))}
    seen: list[str] = []
    query = {"limit": "2"}
    for _ in range(5):
        page = front.ask("GET", at(partner), admin, query=query, headers={"accept": "text/html"})
        seen += rows(page)
        following = re.search(r'href="[^"]*cursor=([^"&]+)[^"]*"[^>]*rel="next"', page.text)
        if following is None:
            break
        query["cursor"] = following[1]
    assert len(seen) == len(set(seen)) and set(seen) == everybody
    for cursor in ("x", "a.x", "s.x", query["cursor"] + "x"):
        wrong = front.ask("GET", at(partner), admin, query={"cursor": cursor}, headers={"accept": "text/html"})
        assert wrong.status == 422, cursor


def test_the_forms_offer_the_roles_and_what_a_supervisor_can_be_given(front: Front) -> None:
    partner, other = a_partner(), a_partner("Other")
    admin = an_admin(partner)
    ours = a_course("Antincendio")
    theirs = a_course("Segreto", all_partners=False, list_pk=None)
    write(keys.assignment(other.id, theirs), {"active": True})
    company, foreign = an_organization(partner, "Beta srl"), an_organization(other, "Straniera")

    page = look(front, at(partner, "new"), a_session(admin)).text

    for role in ("partner_admin", "partner_enrollment", "partner_finance", "partner_read_only", "supervisor"):
        assert f'value="{role}"' in page, role
    assert f'value="{ours}"' in page and f'value="{company}"' in page
    assert theirs not in page and foreign not in page
    picked = {"picking": "true", "scope.courses": theirs, "scope.organizations": foreign}
    asked = front.ask("GET", at(partner, "new"), admin, query=picked, headers={"accept": "text/html"}).text
    assert "Segreto" not in asked and "Straniera" not in asked


def test_what_is_ticked_stays_while_one_looks_for_more(front: Front) -> None:
    partner = a_partner()
    admin = an_admin(partner)
    first = an_organization(partner, "Beta srl")
    for number in range(52):
        an_organization(partner, f"Azienda {number}")
    page = look(front, at(partner, "new"), a_session(admin)).text
    assert f'value="{first}"' not in page and "organizations_cursor=" in page

    picked = {"picking": "true", "scope.organizations": first}
    ticked = front.ask("GET", at(partner, "new"), admin, query=picked, headers={"accept": "text/html"}).text

    assert re.search(rf'value="{first}"[^>]*checked', ticked)
    cursor = html.unescape(re.search(r"organizations_cursor=([^\"&]+)", page)[1])  # type: ignore[index]
    more = front.ask(
        "GET", at(partner, "new"), admin, query=picked | {"organizations_cursor": cursor},
        headers={"accept": "text/html"},
    ).text  # fmt: skip
    assert "Azienda 0" in more and "Azienda 51" not in more and re.search(rf'value="{first}"[^>]*checked', more)


def test_a_members_form_stands_as_they_are(front: Front) -> None:
    partner = a_partner()
    admin = an_admin(partner)
    course, unticked = a_course("Antincendio"), a_course("Primo soccorso")
    gone = a_course("Ritirato", all_partners=False, list_pk=None)
    member = staff(partner, "supervisor", {"courses": [course, gone], "organizations": [], "tags": []})

    page = look(front, at(partner, member), a_session(admin)).text

    assert re.search(r'value="supervisor"\s+checked', page)
    assert re.search(rf'value="{course}"[^>]*checked', page) and gone not in page
    assert f'value="{unticked}"' in page and not re.search(rf'value="{unticked}"[^>]*checked', page)
    assert f"PATCH /v1/partners/{partner.id}/staff/{member}" in page and "bianca@alfa.example" in page
    nothing = front.ask("GET", at(partner, member), admin, query={"picking": "true"}, headers={"accept": "text/html"})
    assert not re.search(rf'value="{course}"[^>]*checked', nothing.text), "what was unticked stays so"


@pytest.mark.parametrize("size", [1, 12])
def test_each_page_waits_twice_after_the_visit_however_many_there_are(front: Front, size: int) -> None:
    partner = a_partner()
    browser = a_session(an_admin(partner))
    courses = [a_course(f"Corso {number}") for number in range(size)]
    scope = {"courses": courses, "organizations": [], "tags": []}
    member, *_ = [staff(partner, "supervisor", scope) for _ in range(size)]
    an_organization(partner, "Beta srl")
    counted = {}
    for path in (at(partner), at(partner, "new"), at(partner, member)):
        with Meter(dynamo.client()) as meter:
            assert look(front, path, browser).status == 200
        counted[path] = dict(meter.calls)
    assert counted == {
        # the visit's read and query; admins and staff at once; then the names in scopes
        at(partner): {"BatchGetItem": 2, "Query": 3},
        # the two places of courses and the organizations at once; then the courses
        at(partner, "new"): {"BatchGetItem": 2, "Query": 4},
        # the same beside the member, and what they see by name
        at(partner, member): {"BatchGetItem": 4, "Query": 4},
    }
