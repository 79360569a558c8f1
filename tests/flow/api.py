"""The product as its users meet it: over HTTP through the front, mails read from the mailbox."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import httpx

from infra.local.stack import FIRST_ADMIN, FIRST_PASSWORD, Stack

PASSWORD = "correct-horse-battery"
LINK = re.compile(r"http://([^/\s]+)/password#token=([\w%-]+)")
"""A one-time link: the name it leads to, and its token."""
_numbers = itertools.count(1)


@dataclass
class Api:
    """One signed-in person (or nobody). Commands get a key of their own unless `key=` is given."""

    stack: Stack
    http: httpx.Client
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, body: Any = None, key: str | None = None, **more: Any) -> httpx.Response:
        headers = self.headers | more.pop("headers", {})
        if method != "GET":
            headers.setdefault("Idempotency-Key", key or f"flow-{next(_numbers)}")
        if body is not None:
            more["json"] = body
        return self.http.request(method, path, headers=headers, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.send("GET", path, **more)

    def post(self, path: str, body: Any = None, key: str | None = None, **more: Any) -> httpx.Response:
        return self.send("POST", path, body, key, **more)

    def ok(self, method: str, path: str, body: Any = None, status: int = 200, **more: Any) -> Any:
        """The answer of a request that must succeed with this status."""
        response = self.send(method, path, body, **more)
        assert response.status_code == status, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    def refused(self, method: str, path: str, body: Any = None, status: int = 409, **more: Any) -> dict[str, Any]:
        """The problem document of a request that must be refused with this status."""
        response = self.send(method, path, body, **more)
        assert response.status_code == status, f"{method} {path}: {response.status_code} {response.text}"
        assert response.headers["content-type"].startswith("application/problem+json")
        document: dict[str, Any] = response.json()
        assert document["status"] == status and document["type"].endswith(document["code"])
        assert document["detail"] and document["title"] and document["request_id"]
        return document


@dataclass
class World:
    """A stack and the people of a test; every partner made here is fresh, so tests share nothing but the platform."""

    stack: Stack
    http: httpx.Client
    homes: dict[str, str] = field(default_factory=dict)
    """The name under which somebody's pages are, by e-mail address: where the links in their mails lead."""
    _platform: Api | None = None

    def anonymous(self, host: str | None = None) -> Api:
        """Nobody, at the platform's domain or under this name."""
        return Api(self.stack, self.http, {"Host": host} if host else {})

    def at_home(self, email: str) -> Api:
        """Nobody, where whoever has this address signs in."""
        return self.anonymous(self.homes.get(email.lower()))

    def sign_in(self, email: str, password: str = PASSWORD) -> Api:
        asking = self.at_home(email)
        session = asking.ok("POST", "/v1/session", {"email": email, "password": password})
        bearer = {"Authorization": f"Bearer {session['access_token']}"}
        return Api(self.stack, self.http, asking.headers | bearer)

    @property
    def platform(self) -> Api:
        """The first platform admin."""
        if self._platform is None:
            self._platform = self.sign_in(FIRST_ADMIN, FIRST_PASSWORD)
        return self._platform

    def email(self, who: str) -> str:
        """An address nobody had before."""
        return f"{who}{next(_numbers)}@example.com"

    def partner(self, name: str = "Alfa", credits: int = 0, **more: Any) -> str:
        body = {"name": name, "kind": "default", "contact_email": "info@alfa.example"} | more
        partner_id: str = self.platform.ok("POST", "/v1/partners", body, 201)["id"]
        if credits:
            self.top_up(partner_id, credits)
        return partner_id

    def top_up(self, partner_id: str, credits: int) -> Any:
        body = {"credits": credits, "reason": "Contratto"}
        return self.platform.ok("POST", f"/v1/partners/{partner_id}/wallet/top-ups", body, 201)

    def invite(self, partner_id: str, email: str, first_name: str = "Laura", last_name: str = "Moretti") -> Any:
        body = {"email": email, "first_name": first_name, "last_name": last_name}
        return self.platform.ok("POST", f"/v1/partners/{partner_id}/admins", body, 201)

    def admin(self, partner_id: str, email: str | None = None) -> Api:
        """An admin of the partner who followed the mailed link and signed in."""
        email = email or self.email("laura")
        self.invite(partner_id, email)
        self.set_password(email)
        return self.sign_in(email)

    def set_password(self, email: str, password: str = PASSWORD) -> None:
        body = {"token": self.token(email), "new_password": password}
        self.at_home(email).ok("POST", "/v1/passwords", body, 204)

    def token(self, email: str) -> str:
        """The one-time link's token of the latest mail to this address that has one."""
        for mail in self.mails(email):
            if found := LINK.search(mail["text"]):
                self.homes[email.lower()] = found[1]
                return unquote(found[2])
        raise AssertionError("no mail with a link arrived")

    def mails(self, to: str) -> list[dict[str, Any]]:
        """What arrived at this address, newest first, once nothing is under way."""
        assert self.stack.settle()
        return self.stack.mails(to=to)

    def course(self, cost: int, *partners: str, own: int | None = None, title: str = "Antincendio") -> str:
        rows = [{"partner_id": one} | ({"enrollment_cost": own} if own is not None else {}) for one in partners]
        assignment: dict[str, Any] = {"partners": rows} if partners else {"all_partners": True}
        body = {"title": title, "enrollment_cost": cost, "assignment": assignment}
        course_id: str = self.platform.ok("POST", "/v1/courses", body, 201)["id"]
        return course_id

    def contact(self, partner_id: str, first_name: str = "Ada", **more: Any) -> str:
        body = {"first_name": first_name} | more
        contact_id: str = self.platform.ok("POST", f"/v1/partners/{partner_id}/contacts", body, 201)["id"]
        return contact_id

    def wallet(self, partner_id: str) -> Any:
        return self.platform.ok("GET", f"/v1/partners/{partner_id}/wallet")
