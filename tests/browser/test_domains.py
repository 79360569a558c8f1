"""A partner's admin brings a domain in the pages, and sees their own sign-in page on it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Opens
from tests.flow.api import PASSWORD, World
from tests.flow.test_domains import until


@pytest.mark.criterion("C-04", "C-05", "C-32", "X-08")
def test_from_adding_a_domain_to_the_branded_sign_in_on_it(opens: Opens, world: World) -> None:
    partner, email = world.partner("Lumen Academy", kind="whitelabel"), world.email("lucia")
    world.admin(partner, email)
    brand = {"name": "Lumen Academy", "accent": "#7a2e8f"}
    world.platform.ok("PUT", f"/v1/partners/{partner}/brand", brand)
    home, port = world.homes[email], world.stack.port
    person = opens()
    page = person.page

    page.goto(f"http://{home}/sign-in")
    person.fills_in_sign_in(email)
    person.is_in()
    page.goto(f"http://{home}/partner/{partner}/settings")
    page.get_by_role("link", name="Domains").click()
    page.get_by_label("Domain").fill("Training.Lumen.localhost")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("heading", level=1, name="training.lumen.localhost").wait_for()
    assert page.get_by_text("_portico.training.lumen.localhost").first.is_visible()
    person.finds_no_barrier()

    page.get_by_text("Served", exact=True).wait_for()  # the page looks for news by itself
    assert page.get_by_text("d-").first.is_visible(), "the last record too"
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        person.scrolls_down_only()
        person.finds_no_barrier()
        person.finds_no_barrier_by_night()

    stranger = opens()
    answer = stranger.page.goto(f"http://training.lumen.localhost:{port}/sign-in")
    assert answer and answer.status == 200
    assert stranger.page.get_by_text("Lumen Academy").first.is_visible()
    assert "Lumen Academy" in stranger.page.title()
    stranger.fills_in_sign_in(email, PASSWORD)
    stranger.is_in()
    assert stranger.page.url.startswith(f"http://training.lumen.localhost:{port}/")
    assert world.platform.ok("GET", f"/v1/partners/{partner}")["home"] == f"http://training.lumen.localhost:{port}"
    mail = next(one for one in world.mails(email) if "training.lumen.localhost" in one["subject"])
    assert f"http://training.lumen.localhost:{port}/partner/{partner}/domains" in mail["text"]


def test_giving_a_domain_up_says_what_happens_and_ends_the_sessions_there(opens: Opens, world: World) -> None:
    partner, email = world.partner("Vela", kind="whitelabel"), world.email("vito")
    world.admin(partner, email)
    base, port = f"/v1/partners/{partner}/domains", world.stack.port
    world.platform.ok("POST", base, {"name": "vela.localhost"}, 201)
    there = f"http://vela.localhost:{port}"
    until(lambda: world.platform.ok("GET", f"/v1/partners/{partner}")["home"] == there)
    person = opens()
    page = person.page
    page.goto(f"{there}/sign-in")
    person.fills_in_sign_in(email)
    person.is_in()
    page.goto(f"{there}/partner/{partner}/domains")
    page.get_by_role("link", name="vela.localhost").click()
    page.get_by_role("button", name="Give up…").click()
    dialog = page.get_by_role("dialog")
    assert (
        "signed in there is signed out" in dialog.inner_text()
        and world.homes[email].partition(":")[0] in dialog.inner_text()
    )

    with page.expect_response(lambda answer: answer.request.method == "DELETE") as answered:
        dialog.get_by_role("button", name="Give up", exact=True).click()

    assert answered.value.status == 202
    assert world.stack.settle()
    gone = page.goto(f"{there}/sign-in")
    assert gone and gone.status == 421
    assert world.platform.ok("GET", f"/v1/partners/{partner}")["home"] == f"http://{world.homes[email]}"


def test_a_name_that_cannot_be_a_domain_is_told_at_the_field(opens: Opens, world: World) -> None:
    partner, email = world.partner("Rivo", kind="whitelabel"), world.email("rita")
    world.admin(partner, email)
    person = opens(language="it", width=320, height=640)
    page = person.page
    page.goto(f"http://{world.homes[email]}/sign-in")
    person.fills_in_sign_in(email)
    person.is_in()
    page.goto(f"http://{world.homes[email]}/partner/{partner}/domains")
    form = page.locator("#new-domain")
    form.get_by_role("textbox").fill("portico.localhost")
    form.get_by_role("button").click()

    said = person.says_in(form)

    assert said and form.locator(".error:visible").count() == 1
    person.scrolls_down_only()
    person.finds_no_barrier()


def test_links_use_the_domain_that_is_chosen_of_two(opens: Opens, world: World) -> None:
    partner, email = world.partner("Onda", kind="whitelabel"), world.email("olga")
    world.admin(partner, email)
    base, port = f"/v1/partners/{partner}/domains", world.stack.port
    for name in ("onda.localhost", "corsi.onda.localhost"):
        made = world.platform.ok("POST", base, {"name": name}, 201)["id"]
        until(lambda made=made: world.platform.ok("GET", f"{base}/{made}")["status"] == "active")
    assert world.platform.ok("GET", f"/v1/partners/{partner}")["home"] == f"http://onda.localhost:{port}"
    person = opens()
    page = person.page
    page.goto(f"http://onda.localhost:{port}/sign-in")
    person.fills_in_sign_in(email)
    person.is_in()
    page.goto(f"http://onda.localhost:{port}/partner/{partner}/domains")
    person.finds_no_barrier()

    page.get_by_role("button", name="Use corsi.onda.localhost in links").click()

    page.get_by_text("Links use this domain from now on.").wait_for()
    page.get_by_role("button", name="Use onda.localhost in links").wait_for()  # the other one is offered instead
    assert world.platform.ok("GET", f"/v1/partners/{partner}")["home"] == f"http://corsi.onda.localhost:{port}"
