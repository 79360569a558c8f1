"""The people and places the matrix speaks of: partners with records, and somebody of every role."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from shared.ids import EnrollmentKey, new_id
from shared.keys import HOUSE
from tests.flow.api import PASSWORD, Api, World
from tests.flow.bodies import GRANTS, PERSON
from tests.flow.callers import ADMINS, CONTACTS_OF, OURS, STAFF, TAG, Caller
from tests.flow.matrix import IDS, filled

Ids = dict[str, str]
PARTNERS = ("alfa", "beta", "suspended", "closed")


class Scene:
    """Alfa with two sets of records (`sister` is the second), Beta, a suspended and a closed partner, and the house."""

    def __init__(self, world: World) -> None:
        self.world, self.asked = world, world.platform.ok
        made = {name: world.partner(name.capitalize(), 500, kind="whitelabel") for name in PARTNERS}
        made |= {"house": HOUSE, "sister": made["alfa"]}
        self.places: dict[str, Ids] = {name: self.records(one, TAG * (name == "alfa")) for name, one in made.items()}
        self.spare = {name: [self.enroll(self.places[name]) for _ in range(2)] for name in ("suspended", "closed")}
        self._people: dict[str, Ids] = {name: {} for name in ("platform", "console", "trainer", *STAFF)}
        self.emails = {name: world.email(name) for name in (*self._people, *ADMINS, *CONTACTS_OF)}
        self._give_roles()
        tokens = self._tokens()
        self.callers = {name: self._sign_in(name, email, tokens[email]) for name, email in self.emails.items()}
        unknown = {"sign_in": world.email("nobody"), "refresh_token": "none"}
        self.callers["nobody"] = Caller("nobody", "alfa", Api(world.stack, world.http, dict(OURS)), unknown)
        self._part()

    def records(self, partner: str, tag: str = "") -> Ids:
        """One of each kind, with a result; of a course that only this partner has, or of the house."""
        base, house = f"/v1/partners/{partner}", partner == HOUSE
        organization = self.asked("POST", f"{base}/organizations", {"name": "Gialli"}, 201)["id"]
        tags = {"tags": [tag]} if tag else {}
        # the house has every course, even one that is assigned to nobody
        body = {"title": "Antincendio", "enrollment_cost": 1, "assignment": {"partners": []}}
        course = self.asked("POST", "/v1/courses", body, 201)["id"] if house else self.world.course(1, partner)
        place = {"partner_id": partner, "organization_id": organization, "company_id": organization}
        place |= {"course_id": course, "profile_id": self.profile(partner)}
        place["contact_id"] = self.world.contact(partner, organization_id=organization, **tags)
        place["person_id"] = new_id("per") if house else self.staff(place)
        return place | {"enrollment_id": self.enroll(place, place["contact_id"], passed=True)}

    def staff(self, place: Ids, email: str = "", role: str = "partner_read_only", scope: Any = None) -> str:
        """Somebody of a partner's staff."""
        body = filled(PERSON, {"email": email or self.world.email("staff")}) | {"role": role}
        body |= {"scope": filled(scope, place)} if scope else {}
        return str(self.asked("POST", f"/v1/partners/{place['partner_id']}/staff", body, 201)["id"])

    def profile(self, partner: str) -> str:
        """An access profile that grants what the matrix says of the portal user's."""
        body = {"name": self.world.email("profile"), "modules": GRANTS}
        return str(self.asked("POST", f"/v1/partners/{partner}/profiles", body, 201)["id"])

    def contact(self, place: Ids, email: str = "") -> str:
        """A contact of the place's organization who can be written to."""
        email = email or self.world.email("contact")
        return self.world.contact(place["partner_id"], organization_id=place["organization_id"], email=email)

    def enroll(self, place: Ids, contact: str = "", *, passed: bool = False, personal: bool = False) -> str:
        """An enrollment through the place's organization or personal; of a contact made for it where none is named."""
        path = f"/v1/partners/{place['partner_id']}/enrollments"
        body = {"course_id": place["course_id"], "contact_id": contact or self.contact(place)}
        body |= {} if personal else {"organization_id": place["organization_id"]}
        made = str(self.asked("POST", path, body, 201)["id"])
        if passed:
            self.asked("PATCH", f"{path}/{made}", {"result": "passed", "grade": 80})
        return made

    def make_key_contact(self, place: Ids, contact: str) -> None:
        """Of the place's organization."""
        path = f"/v1/partners/{place['partner_id']}/organizations/{place['organization_id']}/key-contacts"
        self.asked("POST", path, {"contact_id": contact}, 201)

    def let_in(self, place: Ids, contact: str, **how: Any) -> None:
        """Give a contact access to the portal."""
        path = f"/v1/partners/{place['partner_id']}/contacts/{contact}/portal-access"
        self.asked("PUT", path, {"active": True} | how)

    def invite(self, where: str, email: str, **more: Any) -> str:
        """Somebody new in a list of people."""
        return str(self.asked("POST", where, filled(PERSON, {"email": email}) | more, 201)["id"])

    def _give_roles(self) -> None:
        emails, alfa = self.emails, self.places["alfa"]
        for name in ("platform", "console"):
            self.invite("/v1/platform/admins", emails[name])
        self.invite("/v1/platform/trainers", emails["trainer"], courses=[alfa["course_id"]])
        for name, (role, scope) in STAFF.items():
            self.staff(alfa, emails[name], role, scope)
        for name, home in ADMINS.items():
            their_id = self.invite(f"/v1/partners/{self.places[home]['partner_id']}/admins", emails[name])
            self._people[name] = {"person_id": their_id}
        for name, home in CONTACTS_OF.items():
            place = self.places[home]
            contact = self.contact(place, emails[name])
            own = {"contact_id": contact, "enrollment_id": self.enroll(place, contact, passed=True)}
            self._people[name] = self._people.get(name, {}) | own
            if name == "user":
                self.let_in(place, contact, **{one: place[one] for one in ("organization_id", "profile_id")})
            elif name == "learner":
                self.let_in(place, contact)
            else:
                self.make_key_contact(place, contact)
            if name == "key":
                self.let_in(place, contact, organization_id=place["organization_id"], admin=True)

    def _tokens(self) -> dict[str, str]:
        """Of the one-time links that were mailed, the newest by address."""
        assert self.world.stack.settle()
        linked = [(mail["to"], re.search(r"#token=([\w%-]+)", mail["text"])) for mail in self.world.stack.mails()]
        return {to: unquote(found[1]) for several, found in reversed(linked) if found for to in several}

    def _sign_in(self, name: str, email: str, token: str) -> Caller:
        anonymous, proof = self.world.anonymous(), {"email": email, "password": PASSWORD}
        anonymous.ok("POST", "/v1/passwords", {"token": token, "new_password": PASSWORD}, 204)
        session = anonymous.ok("POST", "/v1/session", proof)
        bearer = {"Authorization": f"Bearer {session['access_token']}"}
        cookie = anonymous.send("POST", "/v1/browser-sessions", proof, headers=OURS).headers["set-cookie"].split(";")[0]
        by_cookie = name in ("browser", "console")
        api = Api(self.world.stack, self.world.http, OURS | ({"Cookie": cookie} if by_cookie else bearer))
        home = ADMINS.get(name) or CONTACTS_OF.get(name, "alfa")
        own = {one: it for one, it in self._people[name].items() if one != "person_id"}
        own["session_id"] = api.ok("GET", "/v1/me/sessions")["items"][0]["id"]
        return Caller(name, home, api, {"sign_in": email, "refresh_token": session["refresh_token"]}, own)

    def _part(self) -> None:
        """What happens once all have signed in: one is dismissed, two partners leave; and what there never was."""
        strange = {kind: new_id(prefix) for kind, prefix in IDS.items()}
        key = EnrollmentKey(strange["partner_id"], strange["course_id"], strange["contact_id"], 1)
        self.places["unknown"] = strange | {"enrollment_id": key.id}
        for name in self.places.keys() - {"unknown"}:
            self.places[name]["session_id"] = self.callers.get(name, self.callers["console"]).own["session_id"]
        base, gone = f"/v1/partners/{self.places['alfa']['partner_id']}", self._people["gone"]
        self.asked("DELETE", f"{base}/admins/{gone['person_id']}", status=204)
        self.asked("DELETE", f"{base}/contacts/{gone['contact_id']}/portal-access", status=204)
        for name, mark in (("suspended", "suspension"), ("closed", "closure")):
            self.asked("POST", f"/v1/partners/{self.places[name]['partner_id']}/{mark}")
