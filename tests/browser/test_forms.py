"""Forms and dialogs of the pages: sent once, nothing typed is lost, faults stand where they belong, all by keyboard.

The API's answers are given here, so that each can be had at will; what the API itself does with a key is tested there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import Opens
from tests.browser.person import Person


@dataclass
class Answers:
    """The API as a page meets it: answers in turn, the last for good; None is a lost connection."""

    answers: list[tuple[int, dict[str, Any]] | None]
    keys: list[str] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, route: Route) -> None:
        self.keys.append(route.request.headers["idempotency-key"])
        self.bodies.append(json.loads(route.request.post_data or "null"))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            route.abort()
        else:
            route.fulfill(status=answer[0], json=answer[1])


def _shown(person: Person, *answers: tuple[int, dict[str, Any]] | None) -> tuple[Locator, Answers]:
    """The form of the style guide, filled in, and what answers it."""
    api = Answers(list(answers))
    person.page.route("**/v1/**", api)
    person.goes_to("/styleguide")
    form = person.page.locator("#new-student")
    form.get_by_label("First name").fill("Ada")
    form.get_by_label("Cost").fill("1.200")
    return form, api


def _send(form: Locator) -> None:
    form.get_by_role("button", name="Add student").click()


DONE = (201, {"id": "con_1"})


def test_what_is_missing_stands_at_its_field_and_in_a_summary_with_the_focus(opens: Opens) -> None:
    person = opens()
    form, api = _shown(person, DONE)
    form.get_by_label("First name").fill("")
    form.get_by_label("Cost").fill("ten and a half")
    _send(form)
    assert "First name" in person.says_in(form)
    assert form.locator(".summary a").count() == 2
    for name in ("first_name", "cost"):
        wrong = form.locator(f"[name={name}]")
        assert wrong.get_attribute("aria-invalid") == "true"
        told = str(wrong.get_attribute("aria-describedby")).split()[-1]
        expect(person.page.locator(f"#{told}")).to_be_visible()
    form.locator(".summary a").first.press("Enter")
    assert person.has_focus(form.get_by_label("First name"))
    assert api.keys == []
    person.finds_no_barrier()


def test_what_the_api_finds_wrong_stands_at_its_field_and_all_typed_is_still_there(opens: Opens) -> None:
    person = opens()
    errors = [{"path": "/first_name", "detail": "is not a name"}, {"path": "", "detail": "is odd as a whole"}]
    form, _ = _shown(person, (422, {"code": "invalid-request", "detail": "Look again.", "errors": errors}))
    form.get_by_label("Note").fill("Written with care")
    _send(form)
    said = person.says_in(form)
    assert "First name: is not a name" in said and "is odd as a whole" in said
    assert form.get_by_label("First name").get_attribute("aria-invalid") == "true"
    expect(form.locator(".error", has_text="is not a name")).to_be_visible()
    assert form.get_by_label("First name").input_value() == "Ada"
    assert form.get_by_label("Note").input_value() == "Written with care"


def test_a_refusal_says_why_and_offers_the_next_step(opens: Opens) -> None:
    person = opens()
    form, _ = _shown(person, (409, {"code": "insufficient-credits", "detail": "10 are needed, 3 are there."}))
    _send(form)
    assert "10 are needed, 3 are there." in person.says_in(form)
    expect(form.get_by_role("link", name="Ask for a top-up")).to_be_visible()


def test_a_double_click_sends_once(opens: Opens) -> None:
    person = opens()
    form, api = _shown(person, DONE)
    form.get_by_role("button", name="Add student").dblclick()
    expect(person.page.get_by_text("Student added")).to_be_visible()
    person.page.wait_for_timeout(200)
    assert len(api.keys) == 1
    assert api.bodies[0]["first_name"] == "Ada" and api.bodies[0]["cost"] == 1200


def test_after_a_lost_connection_the_same_attempt_is_sent_again(opens: Opens) -> None:
    person = opens()
    form, api = _shown(person, None, (503, {"code": "busy"}), DONE)
    for _ in range(2):
        _send(form)
        expect(form.locator(".summary").get_by_role("button", name="Try again")).to_be_visible()
    assert form.get_by_label("First name").input_value() == "Ada"
    form.locator(".summary").get_by_role("button", name="Try again").click()
    expect(person.page.get_by_text("Student added")).to_be_visible()
    assert len(api.keys) == 3 and len(set(api.keys)) == 1
    assert [body == api.bodies[0] for body in api.bodies] == [True] * 3

    form.get_by_label("First name").fill("Bea")
    form.get_by_label("Cost").fill("1")
    _send(form)
    expect(person.page.get_by_text("Student added")).to_have_count(2)
    assert len(set(api.keys)) == 2


def test_a_reload_keeps_an_attempt_without_answer_with_its_key_and_what_was_typed(opens: Opens) -> None:
    person = opens()
    form, api = _shown(person, None, DONE)
    _send(form)
    form.locator(".summary").get_by_role("button").wait_for()
    person.page.reload()
    assert person.says_in(form)
    assert form.get_by_label("First name").input_value() == "Ada"
    _send(form)
    expect(person.page.get_by_text("Student added")).to_be_visible()
    assert len(api.keys) == 2 and len(set(api.keys)) == 1


def test_a_dialog_is_opened_filled_and_left_by_keyboard(opens: Opens) -> None:
    person = opens()
    person.goes_to("/styleguide")
    page = person.page
    opener = page.locator("#people").get_by_role("button", name="Top up…").first
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#top-up")
    expect(dialog).to_be_visible()
    assert dialog.locator(":focus").count() == 1
    expect(dialog.locator("[data-fill=name]")).to_have_text("Ada Rossi")
    assert dialog.locator("form").get_attribute("data-send") == "POST /v1/partners/con_0/wallet/top-ups"
    for _ in range(12):  # the focus goes round inside, by way of the browser's own bar
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#top-up')")
    dialog.locator("[name=credits]").focus()
    page.keyboard.type("90")
    expect(dialog.locator("[data-sum]")).to_have_text("1,400")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert person.has_focus(opener)


def test_a_dialog_shows_what_its_step_would_do_before_it_is_done(opens: Opens) -> None:
    person = opens()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url.partition("/v1/")[2])
        route.fulfill(status=200, json={"refund": 1200})

    person.page.route("**/v1/**", answer)
    person.goes_to("/styleguide")
    person.page.locator("#more").get_by_role("button", name="Withdraw…").click()
    dialog = person.page.locator("#withdraw")
    expect(dialog.locator("[data-fill=refund]")).to_have_text("1,200")
    expect(dialog.get_by_text("loses access")).to_be_visible()
    assert asked == ["partners/prt_x/enrollments/enr_x/withdrawal?dry_run=true"]


def test_a_toast_can_be_put_away(opens: Opens) -> None:
    person = opens()
    form, _ = _shown(person, DONE)
    _send(form)
    toast = person.page.locator("#toasts .toast")
    expect(toast).to_be_visible()
    toast.get_by_role("button", name="Close").click()
    expect(toast).to_have_count(0)
