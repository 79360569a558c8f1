"""What tests of isolation have the platform make: records of every kind, people of every role."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from shared import keys
from shared.ids import new_id
from shared.keys import HOUSE
from tests.flow.api import LINK, PASSWORD, Api, World
from tests.flow.bodies import GRANTS, PERSON
from tests.flow.callers import BY_COOKIE, OURS, STAFF, Caller, Ids
from tests.flow.matrix import filled


class Making:
    """Makes what is asked of it; a place is the ids of a partner and its records."""

    def __init__(self, world: World) -> None:
        self.world, self.asked = world, world.platform.ok

    def records(self, partner: str, tag: str = "") -> Ids:
        """One of each kind, with a result; of a course that only this partner has, or of the house."""
        base, house = f"/v1/partners/{partner}", partner == HOUSE
        organization = self.asked("POST", f"{base}/organizations", {"name": "Gialli"}, 201)["id"]
        tags: dict[str, Any] = {"tags": [tag]} if tag else {}
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

    def domain(self, place: Ids, label: str) -> str:
        """A domain of a partner whose DNS records nobody sets."""
        body = {"name": f"{label}.unset.{self.world.email('at').partition('@')[0]}.localhost"}
        return str(self.asked("POST", f"/v1/partners/{place['partner_id']}/domains", body, 201)["id"])

    def let_domains_rest(self) -> None:
        """From now on nobody looks at domains again by themselves: what is written is what is asked for."""
        stack = self.world.stack
        dynamodb, table = stack.aws("dynamodb"), stack.outputs["PortalTable"]
        asked = {"IndexName": "list", "KeyConditionExpression": "list_pk = :domains"}
        while True:
            assert stack.settle()
            due = dynamodb.query(TableName=table, ExpressionAttributeValues={":domains": {"S": keys.DOMAINS}}, **asked)[
                "Items"
            ]
            if not due:
                return
            for item in due:
                place = {name: item[name] for name in ("pk", "sk")}
                dynamodb.update_item(TableName=table, Key=place, UpdateExpression="REMOVE list_pk, list_sk, due_at")

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

    def admin(self, place: Ids, email: str) -> str:
        """An admin of a partner."""
        return self.invite(f"/v1/partners/{place['partner_id']}/admins", email)

    def give_role(self, name: str, place: Ids, email: str) -> Ids:
        """The role the table calls by this name.

        Returns: the ids that are somebody's own: of a contact the contact and an enrollment with its result.
        """
        if name in STAFF:
            role, scope = STAFF[name]
            self.staff(place, email, role, scope)
            return {}
        contact = self.contact(place, email)
        own = {"contact_id": contact, "enrollment_id": self.enroll(place, contact, passed=True)}
        at = {"organization_id": place["organization_id"]}
        if name not in ("user", "learner"):
            self.make_key_contact(place, contact)
        if name == "user":
            self.let_in(place, contact, profile_id=place["profile_id"], **at)
        elif name == "learner":
            self.let_in(place, contact)
        return own

    def links(self) -> dict[str, str]:
        """Tokens of the one-time links that were mailed, the newest by address; the world knows where they lead."""
        assert self.world.stack.settle()
        linked = [(mail["to"], LINK.search(mail["text"])) for mail in reversed(self.world.stack.mails())]
        self.world.homes |= {to: found[1] for several, found in linked if found for to in several}
        return {to: unquote(found[2]) for several, found in linked if found for to in several}

    def sign_in(self, name: str, home: str, email: str, token: str, own: Ids) -> Caller:
        """Somebody who set their password with the link of their mail, signed in both ways."""
        anonymous, proof = self.world.at_home(email), {"email": email, "password": PASSWORD}
        anonymous.ok("POST", "/v1/passwords", {"token": token, "new_password": PASSWORD}, 204)
        session = anonymous.ok("POST", "/v1/session", proof)
        bearer = {"Authorization": f"Bearer {session['access_token']}"}
        cookie = anonymous.send("POST", "/v1/browser-sessions", proof, headers=OURS).headers["set-cookie"].split(";")[0]
        said = anonymous.headers | OURS | ({"Cookie": cookie} if name in BY_COOKIE else bearer)
        api = Api(self.world.stack, self.world.http, said)
        own = own | {"session_id": api.ok("GET", "/v1/me/sessions")["items"][0]["id"]}
        return Caller(name, home, api, {"sign_in": email, "refresh_token": session["refresh_token"]}, own)
