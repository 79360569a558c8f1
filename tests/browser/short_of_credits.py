"""A partner whose credits pay for two people, before they run short."""

from __future__ import annotations

from dataclasses import dataclass

from tests.flow.api import World

COST, FIRST = 10, 20
"""What a place in the course costs, and what the partner has."""


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
    def of(cls, world: World) -> Partner:
        laura, other = world.email("laura"), world.email("marta")
        unique = laura.partition("@")[0]
        name, course = f"Studio {unique.capitalize()}", f"Corso-{unique}"
        partner_id = world.partner(name, credits=FIRST)
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

    def spent_elsewhere(self, credits: int) -> None:
        """Credits go while somebody looks at the price."""
        body = {"credits": credits, "reason": "Rettifica"}
        self.world.platform.ok("POST", f"/v1/partners/{self.partner_id}/wallet/deductions", body, 201)
