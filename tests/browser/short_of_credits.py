"""A partner that runs short of credits, and what the enrolling page then says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from infra.local.stack import FIRST_ADMIN
from tests.flow.api import World

COST, PRICE = 10, 20
"""What a place in the course costs, and two of them."""


@dataclass
class Partner:
    """It has two admins, Laura, who sits at the browser, and another who is only invited yet, and knows Ada."""

    world: World
    name: str
    partner_id: str
    laura: str
    other: str
    course: str

    @classmethod
    def of(cls, world: World, credits: int) -> Partner:
        laura, other = world.email("laura"), world.email("marta")
        unique = laura.partition("@")[0]
        name, course = f"Studio {unique.capitalize()}", f"Corso-{unique}"
        partner_id = world.partner(name, credits=credits)
        world.admin(partner_id, laura)
        world.invite(partner_id, other)
        world.course(COST, partner_id, title=course)
        world.contact(partner_id, "Ada", last_name="Byron", email="ada@neri.example")
        return cls(world, name, partner_id, laura, other, course)

    @property
    def path(self) -> str:
        return f"/partner/{self.partner_id}"

    @property
    def balance(self) -> int:
        return int(self.world.wallet(self.partner_id)["balance"])

    def enrolled(self) -> list[str]:
        found = self.world.platform.ok("GET", f"/v1/partners/{self.partner_id}/enrollments")["items"]
        return sorted(one["contact_name"] for one in found)

    def subjects(self, to: str) -> list[str]:
        """What of this partner arrived there, newest first."""
        return [mail["subject"] for mail in self.world.mails(to) if self.name in mail["subject"]]

    def told_of_too_few(self) -> list[int]:
        """How many mails say so: to the platform's admin, to Laura, and to the admin who is only invited."""
        people = (FIRST_ADMIN, self.laura, self.other)
        return [sum(one.startswith("Not enough credits") for one in self.subjects(email)) for email in people]

    def spent_elsewhere(self, credits: int) -> None:
        """Credits go while somebody looks at the price."""
        body = {"credits": credits, "reason": "Rettifica"}
        self.world.platform.ok("POST", f"/v1/partners/{self.partner_id}/wallet/deductions", body, 201)


def pastes_two(page: Page, course: str) -> Locator:
    """A known person and a new one are pasted; the button that names the price."""
    page.get_by_role("option", name=course).wait_for(state="attached")
    page.locator("#enrol-course").select_option(page.get_by_role("option", name=course).get_attribute("value"))
    page.locator("#enrol-text").fill("ada@neri.example\nGrace Hopper <grace@neri.example>")
    page.locator("#enrol-paste button[type=submit]").click()
    expect(page.locator("#enrol-rows tr")).to_have_count(2)
    button = page.locator("#enrol-form button[type=submit]")
    expect(button).to_be_visible()
    return button


def is_warned(page: Page, available: int) -> None:
    """What is required, available and missing stands there before anything is pressed, and the button stays."""
    short = page.locator("#enrol-short")
    expect(short).to_be_visible()
    assert _figures(short) == [PRICE, available, PRICE - available]
    expect(page.locator("#enrol-form button[type=submit]")).to_be_visible()


def is_refused(page: Page, available: int) -> None:
    """The reason stands there once, with its figures, and has the focus; the button stays."""
    summary = page.locator("#enrol-form .summary")
    expect(summary).to_be_focused()
    assert _figures(summary.locator(".summary-title")) == [PRICE, available]
    expect(page.locator("#enrol-price")).to_have_attribute("aria-busy", "false")
    expect(page.locator("[data-sum-of=now]")).to_have_text(str(available))
    expect(page.locator("#enrol-short")).to_be_hidden()
    expect(page.locator("#enrol-form button[type=submit]")).to_be_visible()


def _figures(place: Locator) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", place.inner_text())]
