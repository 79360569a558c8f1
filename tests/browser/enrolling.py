"""A partner with somebody to enrol, and the enrolling page as its admin uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, Request

from tests.browser.person import Person
from tests.flow.api import World

PASTED = "Maria Verdi <maria@neri.example>\nada@neri.example\nNon un indirizzo ada@@x\nada@neri.example\nGrace Hopper"


@dataclass
class Scene:
    """A partner with credits, a course of 10, and Ada, who is known; its admin in front of the page."""

    partner_id: str
    course_id: str
    ada: str
    email: str
    world: World

    @classmethod
    def of(cls, world: World) -> Scene:
        partner_id, email = world.partner(credits=60), world.email("laura")
        world.admin(partner_id, email)
        course_id = world.course(10, partner_id, title="Formazione generale dei lavoratori, rischio alto, otto ore")
        ada = world.contact(partner_id, "Ada", last_name="Byron", email="ada@neri.example")
        return cls(partner_id, course_id, ada, email, world)

    @property
    def path(self) -> str:
        return f"/partner/{self.partner_id}"

    def enrollments(self) -> list[Any]:
        items: list[Any] = self.world.platform.ok("GET", f"/v1/partners/{self.partner_id}/enrollments")["items"]
        return items

    def balance(self) -> int:
        return int(self.world.wallet(self.partner_id)["balance"])


def enrolling(scene: Scene, person: Person, **asked: str) -> Page:
    """The page, with these words in its address, as the admin sees it."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    person.signs_in(scene.email, path=f"{scene.path}/enrol?{query}")
    return person.page


def pastes(page: Page, text: str) -> None:
    page.get_by_label("Names and e-mail addresses").fill(text)
    page.get_by_role("button", name="Read the list").click()


def paying(page: Page) -> list[Request]:
    """The commands that pay, as they are sent from now on."""
    sent: list[Request] = []

    def seen(request: Request) -> None:
        if request.url.endswith("/enrollments/batches") and '"dry_run":true' not in (request.post_data or ""):
            sent.append(request)

    page.on("request", seen)
    return sent


def carried_out(scene: Scene, request: Request) -> None:
    """The request arrives and is answered; whether the page hears of it is another matter."""
    headers = {name: value for name, value in request.all_headers().items() if not name.startswith(":")}
    answer = scene.world.http.request(
        request.method, request.url.replace(scene.world.stack.url, ""), content=request.post_data, headers=headers
    )
    assert answer.status_code == 200, answer.text
