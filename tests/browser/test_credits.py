"""Credits as a partner's people see them: what is left, asking for more, each movement, that the books are whole."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.local.stack import FIRST_ADMIN, FIRST_PASSWORD
from tests.browser.conftest import Opens
from tests.flow.api import World


def dialog(page: Page) -> Any:
    return page.locator("dialog[open]")


def enrolled(world: World, partner: str, course: str, name: str) -> str:
    body = {"course_id": course, "contact_id": world.contact(partner, name, last_name="Ferrari")}
    made: str = world.platform.ok("POST", f"/v1/partners/{partner}/enrollments", body, 201)["id"]
    return made


def test_an_admin_asks_for_credits_and_the_mail_leads_the_platform_to_them(opens: Opens, world: World) -> None:
    partner, email = world.partner("Formica", credits=30, low_credit_threshold=25), world.email("laura")
    world.admin(partner, email)
    enrolled(world, partner, world.course(10, partner, title="Antincendio"), "Giulia")
    laura = opens()
    laura.signs_in(email, path=f"/partner/{partner}")
    expect(laura.page.get_by_text("Credits run low: 20 credits left, and your alert threshold is 25.")).to_be_visible()
    laura.page.get_by_role("button", name="Ask for a top-up…").click()
    dialog(laura.page).get_by_label("Credits").fill("1.200")
    laura.page.get_by_label("Note").fill("Order of November")
    laura.finds_no_barrier()

    dialog(laura.page).get_by_role("button", name="Ask the platform").click()

    expect(laura.page.get_by_text("The platform is asked.")).to_be_visible()
    mail = next(one for one in world.mails(FIRST_ADMIN) if "Formica" in one["subject"] + one["text"])
    there = re.search(r"https?://[^/\s]+(/platform/partners/\S*)", mail["text"])
    assert there and partner in there[1]
    platform = opens()
    platform.signs_in(FIRST_ADMIN, FIRST_PASSWORD, path=there[1].rstrip(".,"))
    expect(platform.page.get_by_text("asks for 1,200 credits")).to_be_visible()
    world.top_up(partner, 1200)
    laura.goes_to(f"/partner/{partner}/wallet")
    expect(laura.page.locator("#entry-3")).to_contain_text("+1,200")
    expect(laura.page.get_by_text("nothing has come since")).to_have_count(0)
    laura.is_content()
    platform.is_content()


def test_a_fourth_request_on_one_day_is_refused_in_words(opens: Opens, world: World) -> None:
    partner, email = world.partner("Cicala"), world.email("laura")
    admin = world.admin(partner, email)
    for _ in range(3):
        admin.ok("POST", f"/v1/partners/{partner}/wallet/top-up-requests", {}, 202)
    laura = opens()
    laura.signs_in(email, path=f"/partner/{partner}/wallet")
    expect(laura.page.get_by_text("Laura Moretti asked the platform for a top-up")).to_be_visible()
    laura.page.get_by_role("button", name="Ask for a top-up…").first.click()
    laura.page.get_by_label("Note").fill("Once more")

    laura.page.get_by_label("Note").press("Enter")

    assert laura.says_in(dialog(laura.page))
    expect(laura.page.get_by_label("Note")).to_have_value("Once more")
    laura.is_content()


def test_each_movement_leads_to_what_it_paid_for_and_the_chain_is_whole(opens: Opens, world: World) -> None:
    partner, email = world.partner("Grillo", credits=30), world.email("laura")
    world.admin(partner, email)
    enrolled(world, partner, world.course(10, partner, title="Primo soccorso"), "Giulia")
    laura = opens()
    laura.signs_in(email, path=f"/partner/{partner}/wallet")
    page = laura.page
    row = page.locator("#entry-2")
    expect(row).to_contain_text("Enrollment charge")
    expect(row).to_contain_text("−10")
    expect(row).to_contain_text("Giulia Ferrari")

    page.get_by_role("button", name="Verify the chain").click()

    expect(page.get_by_text("Movements checked: 2")).to_be_visible()
    laura.finds_no_barrier()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    assert "Primo soccorso" in download.value.path().read_text()
    row.get_by_role("link", name="Primo soccorso").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Giulia Ferrari")
    laura.is_content()


def test_a_chain_that_cannot_be_verified_just_now_is_not_called_broken(opens: Opens, world: World) -> None:
    partner, email = world.partner("Ape", credits=30), world.email("laura")
    world.admin(partner, email)
    laura = opens()
    laura.signs_in(email, path=f"/partner/{partner}/wallet")
    page = laura.page
    page.route(
        "**/wallet/verification", lambda route: route.fulfill(status=200, json={"ok": False, "first_broken_seq": 1})
    )
    page.get_by_role("button", name="Verify the chain").click()
    expect(page.get_by_text("Movement 1 is not as it was written")).to_be_visible()
    laura.finds_no_barrier()
    page.unroute("**/wallet/verification")
    page.route("**/wallet/verification", lambda route: route.abort())

    page.get_by_role("button", name="Verify the chain").click()

    expect(page.get_by_text("The server cannot be reached")).to_be_visible()
    expect(page.get_by_text("is not as it was written")).to_be_hidden()
    page.unroute("**/wallet/verification")
    page.get_by_role("button", name="Verify the chain").click()
    expect(page.get_by_text("All is whole")).to_be_visible()
    expect(page.get_by_text("The server cannot be reached")).to_be_hidden()


@pytest.mark.criterion("C-34x")
def test_a_supervisor_is_shown_what_they_supervise(opens: Opens, world: World) -> None:
    partner, email = world.partner("Vespa", credits=30), world.email("carlo")
    admin = world.admin(partner)
    course = world.course(10, partner, title="Antincendio")
    enrolled(world, partner, course, "Giulia")
    body = {"email": email, "first_name": "Carlo", "last_name": "Neri", "role": "supervisor"}
    admin.ok("POST", f"/v1/partners/{partner}/staff", body | {"scope": {"courses": [course]}}, 201)
    world.set_password(email)
    carlo = opens(width=320, dark=True)

    carlo.signs_in(email)

    expect(carlo.page).to_have_url(re.compile(f"/partner/{partner}$"))
    carlo.finds_no_barrier()
    carlo.scrolls_down_only()
    assert "30" not in carlo.page.locator("main").inner_text()
    carlo.page.get_by_role("link", name="Antincendio").click()
    expect(carlo.page.get_by_text("Giulia Ferrari")).to_be_visible()
    carlo.is_content()
