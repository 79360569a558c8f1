"""A partner with an organization and its people, for tests of who of them may sign in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from shared import commit, keys
from shared.dynamo import read_one
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, everything, write
from tests.functional.front import Answer, Front, meanwhile

ADA = "ada@beta.example"


@dataclass(frozen=True)
class Scene:
    """One partner, one of its admins, one organization, one contact of that with an e-mail address."""

    front: Front
    partner: Partner
    admin: str
    organization: str
    ada: str

    @classmethod
    def of(cls, front: Front, name: str = "Alfa", **more: Any) -> Scene:
        partner = a_partner(name, **more)
        admin = a_partner_admin(partner)
        made = cls(front, partner, admin, "", "")
        organization = made.an_organization("Officine Beta")
        return cls(front, partner, admin, organization, made.contact(organization_id=organization, email=ADA))

    @property
    def base(self) -> str:
        return f"/v1/partners/{self.partner.id}"

    def an_organization(self, name: str) -> str:
        return str(self.front.post(f"{self.base}/organizations", self.admin, {"name": name}).json["id"])

    def contact(self, **fields: Any) -> str:
        made = self.front.post(f"{self.base}/contacts", self.admin, {"first_name": "Ada"} | fields)
        assert made.status == 201, made
        return str(made.json["id"])

    def change(self, contact: str, **fields: Any) -> Answer:
        return self.front.patch(f"{self.base}/contacts/{contact}", self.admin, fields)

    def key_contacts(self, *more: str, organization: str = "") -> str:
        return "/".join((f"{self.base}/organizations/{organization or self.organization}/key-contacts", *more))

    def access(self, contact: str = "", *more: str) -> str:
        return "/".join((f"{self.base}/contacts/{contact or self.ada}/portal-access", *more))

    def grant(self, contact: str = "", **more: Any) -> Answer:
        return self.front.post(self.key_contacts(), self.admin, {"contact_id": contact or self.ada}, **more)

    def remove(self, contact: str = "", who: str | None = "", **more: Any) -> Answer:
        path = self.key_contacts(contact or self.ada)
        return self.front.ask("DELETE", path, self.admin if who == "" else who, **more)

    def set(self, contact: str = "", who: str | None = "", key: str | None = None, **fields: Any) -> Answer:
        asker = self.admin if who == "" else who
        return self.front.ask("PUT", self.access(contact), asker, body={"active": True} | fields, key=key)

    def person(self, email: str = ADA) -> str:
        item = read_one(keys.identity("platform", email))
        assert item
        return str(item["person_id"])

    def views(self, email: str = ADA) -> list[tuple[str, str, str]]:
        shown = self.front.get("/v1/me", self.person(email)).json["views"]
        return [(view["kind"], view["role"], view["path"]) for view in shown]

    @property
    def business(self) -> tuple[str, str]:
        return "business", f"/business/{self.organization}"

    def member(self, contact: str = "") -> dict[str, Any]:
        return read_one(keys.member(self.partner.id, self.organization, contact or self.ada)) or {}

    def facts(self, email: str = ADA) -> list[dict[str, Any]]:
        return list((read_one(keys.person(self.person(email))) or {})["facts"]["all"])

    def trail(self) -> list[tuple[str, str]]:
        """What the audit says of access, in the order of its alphabet."""
        pk = keys.audit(f"PARTNER#{self.partner.id}", "").pk
        rows = [(row["action"]["S"], row["subject"]["S"]) for row in everything() if row["pk"]["S"] == pk]
        return sorted(row for row in rows if row[0].split(".")[0] in ("key_contact", "portal_access"))

    def a_profile(self) -> str:
        its_id = new_id("prf")
        write(keys.profile(self.partner.id, its_id), {"id": its_id, "name": "Narrow", "version": 1})
        return its_id


def once(monkeypatch: pytest.MonkeyPatch, other: Callable[[], Answer]) -> None:
    """Answer another request right before the next transaction."""
    real = commit.commit

    def slow(writes: Any, patience: Any = None) -> None:
        monkeypatch.setattr(commit, "commit", real)
        done = meanwhile(other)
        assert done.status < 300, done
        real(writes, patience)

    monkeypatch.setattr(commit, "commit", slow)
