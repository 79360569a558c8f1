"""The demo: two partners with people, courses, organizations and some history, one wallet nearly empty.

Everything goes through the public API as an admin would do it, invitations and their mailed links included, so
the demo is also a first proof that the product works.
"""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import unquote

import httpx

PASSWORD = "Portico-demo-2026"
SignIns = list[tuple[str, str, str]]

COURSES = (
    ("Sicurezza sul lavoro, formazione generale", "Quattro ore, per tutti i lavoratori.", 10, None),
    ("Antincendio, livello 1", "Prevenzione e primo intervento.", 15, None),
    ("Primo soccorso, gruppo B", "Dodici ore con prova pratica.", 25, {"studio": 20}),
    ("Privacy in ufficio", "Un'ora, gratuita per i clienti.", 0, None),
)
STUDIO = [
    ("Giulia", "Ferrari"), ("Marco", "Rossi"), ("Sara", "Conti"), ("Luca", "Marino"), ("Chiara", "Greco"),
    ("Paolo", "Bruno"), ("Elena", "Gallo"), ("Davide", "Costa"), ("Anna", "Fontana"), ("Matteo", "Serra"),
]  # fmt: skip
ACME = [("Emma", "Brown"), ("Oliver", "Smith"), ("Amelia", "Jones"), ("Noah", "Taylor")]


def seed(http: httpx.Client, kind: str) -> SignIns:
    """Fill a fresh stage that has only its first platform admin.

    Returns: who, e-mail address and password of the sign-ins made. Raises: httpx.HTTPStatusError, TimeoutError.
    """
    api = _Api(http)
    api.sign_in("admin@portico.example")
    studio = api.post("/v1/partners", {
        "name": "Studio Alfa Formazione", "kind": "default", "contact_email": "info@studioalfa.example",
        "low_credit_threshold": 50,
    })["id"]  # fmt: skip
    acme = api.post("/v1/partners", {
        "name": "Acme Safety", "kind": "whitelabel", "contact_email": "hello@acme.example", "low_credit_threshold": 15,
    })["id"]  # fmt: skip
    api.patch(f"/v1/partners/{studio}", {"language": "it"})
    _domain(api, acme, "acme.localhost")
    sign_ins = [
        _admin(api, studio, "admin of Studio Alfa (default)", "laura@studioalfa.example", "Laura", "Moretti"),
        _admin(api, acme, "admin of Acme Safety (whitelabel)", "james@acme.example", "James", "Wilson"),
    ]
    courses = [_course(api, {"studio": studio, "acme": acme}, *course) for course in COURSES]
    sign_ins.append(_studio_history(api, studio, courses))
    _acme_history(api, acme, courses)
    _own_look(api, acme)
    _own_course(api, acme, "james@acme.example", sign_ins[1][0].rpartition("://")[2])
    return sign_ins


def _course(api: _Api, partners: dict[str, str], title: str, about: str, cost: int, own: dict[str, int] | None) -> str:
    assignment: dict[str, Any] = {"all_partners": True}
    if own:
        rows = [{"partner_id": partners[who], "enrollment_cost": price} for who, price in own.items()]
        assignment = {"partners": rows}
    body = {"title": title, "description": about, "enrollment_cost": cost, "assignment": assignment}
    course_id: str = api.post("/v1/courses", body)["id"]
    return course_id


def _people(api: _Api, partner: str, names: list[tuple[str, str]], domain: str, organization: str | None) -> list[str]:
    return [
        api.post(f"/v1/partners/{partner}/contacts", {
            "first_name": first, "last_name": last, "email": f"{first}.{last}@{domain}".lower(),
        } | ({"organization_id": organization} if organization else {}))["id"]
        for first, last in names
    ]  # fmt: skip


def _studio_history(api: _Api, partner: str, courses: list[str]) -> tuple[str, str, str]:
    """People, movements and enrollments, one of them passed; returns the key contact of its one customer company."""
    wallet, enrollments = f"/v1/partners/{partner}/wallet", f"/v1/partners/{partner}/enrollments"
    organization = api.post(
        f"/v1/partners/{partner}/organizations", {"name": "Officine Beta srl", "vat_number": "IT01234567890"}
    )
    people = _people(api, partner, STUDIO[:7], "officinebeta.example", organization["id"])
    people += _people(api, partner, STUDIO[7:], "studioalfa.example", None)
    api.post(f"{wallet}/top-ups", {"credits": 300, "reason": "Contratto 2026", "reference": "ORD-118"})
    batch = {
        "course_id": courses[0],
        "contact_ids": people[:7],
        "mode": "all_or_nothing",
        "organization_id": organization["id"],
    }
    enrolled = api.post(f"{enrollments}/batches", batch)["results"]
    for person in people[7:]:
        api.post(enrollments, {"course_id": courses[2], "contact_id": person})
    api.post(enrollments, {"course_id": courses[3], "contact_id": people[0]})
    api.post(f"{enrollments}/{enrolled[6]['enrollment_id']}/withdrawal", {})
    api.post(f"{wallet}/deductions", {"credits": 5, "reason": "Rettifica fattura 42"})
    api.patch(f"{enrollments}/{enrolled[0]['enrollment_id']}", {"result": "passed", "grade": 92})
    key_contacts = f"/v1/partners/{partner}/organizations/{organization['id']}/key-contacts"
    api.post(key_contacts, {"contact_id": people[0]})
    email = "giulia.ferrari@officinebeta.example"
    _follow_link(api, email)
    return "key contact of Officine Beta, customer of Studio Alfa", email, PASSWORD


def _acme_history(api: _Api, partner: str, courses: list[str]) -> None:
    people = _people(api, partner, ACME, "acme.example", None)
    api.post(f"/v1/partners/{partner}/wallet/top-ups", {"credits": 35, "reason": "Starter package"})
    for person in people[:3]:
        api.post(f"/v1/partners/{partner}/enrollments", {"course_id": courses[0], "contact_id": person})


def _own_look(api: _Api, partner: str) -> None:
    """A colour and the last words of pages and mails."""
    links = {"terms_url": "https://acme.example/terms", "privacy_url": "https://acme.example/privacy"}
    words = {"sender_name": "Acme Safety", "reply_to": "hello@acme.example", "footer": "Acme Safety Ltd, Leeds"}
    api.put(f"/v1/partners/{partner}/brand", {"name": "Acme Safety", "accent": "#0b6e4f"} | words | links)


def _own_course(api: _Api, partner: str, email: str, host: str) -> None:
    """A course that the partner's own admin makes, under its own name."""
    there = {"Host": host}
    there["Authorization"] = (
        "Bearer "
        + api.post("/v1/session", {"email": email, "password": PASSWORD}, {"Host": host, "Authorization": ""})[
            "access_token"
        ]
    )
    door = f"/v1/partners/{partner}/courses"
    course = api.post(door, {"title": "Working at height", "description": "Acme's own, half a day."}, there)
    api.patch(f"{door}/{course['id']}", {"status": "published"}, there)


def _domain(api: _Api, partner: str, name: str, patience: float = 60) -> None:
    """Bring a domain, as its admin would; this machine's DNS has the records as soon as they are asked for."""
    door = f"/v1/partners/{partner}/domains"
    api.post(door, {"name": name})
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if api.answers("/health", name):
            return
        time.sleep(0.2)
    raise TimeoutError(f"{name} was not served in {patience:.0f} seconds")


def _admin(api: _Api, partner: str, who: str, email: str, first: str, last: str) -> tuple[str, str, str]:
    """Invite an admin and follow the mailed link, as the person would."""
    api.post(f"/v1/partners/{partner}/admins", {"email": email, "first_name": first, "last_name": last})
    home = _follow_link(api, email)
    return f"{who}, at {home}", email, PASSWORD


def _follow_link(api: _Api, email: str) -> str:
    """Set the password where the mailed link leads; returns scheme and host of it."""
    home, token = _mailed_link(api.http, email)
    body = {"token": token, "new_password": PASSWORD}
    api.post("/v1/passwords", body, {"Host": home.partition("://")[2]})
    return home


def _mailed_link(http: httpx.Client, email: str, patience: float = 30) -> tuple[str, str]:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        for mail in http.get("/_mailbox", headers={"Accept": "application/json"}).json():
            found = re.search(r"(https?://[^/\s]+)/password#token=([\w%-]+)", mail["text"])
            if found and email in mail["to"]:
                return found[1], unquote(found[2])
        time.sleep(0.1)
    raise TimeoutError(f"no invitation for {email} arrived")


class _Api:
    """The public API as one signed-in admin uses it: every command with a key of its own."""

    def __init__(self, http: httpx.Client) -> None:
        self.http, self._keys = http, 0

    def sign_in(self, email: str) -> None:
        token = self.post("/v1/session", {"email": email, "password": PASSWORD})["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"

    def answers(self, path: str, host: str) -> bool:
        """Whether this path is answered under another name, on the same port."""
        _, colon, port = self.http.headers["Host"].partition(":")
        return self.http.get(path, headers={"Host": host + colon + port}).status_code == 200

    def post(self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        return self._send("POST", path, body, headers)

    def patch(self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        return self._send("PATCH", path, body, headers)

    def put(self, path: str, body: dict[str, Any]) -> Any:
        return self._send("PUT", path, body)

    def _send(self, method: str, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        self._keys += 1
        said = {"Idempotency-Key": f"demo-{self._keys}"} | (headers or {})
        response = self.http.request(method, path, json=body, headers=said)
        response.raise_for_status()
        return response.json() if response.content else None
