"""The people and places the matrix speaks of."""

from __future__ import annotations

from shared.ids import EnrollmentKey, new_id, new_own_course_id
from shared.keys import HOUSE
from tests.flow.api import Api, World
from tests.flow.callers import ADMINS, CONTACTS_OF, OURS, STAFF, TAG, Caller, Ids
from tests.flow.making import Making
from tests.flow.matrix import IDS

PARTNERS = ("alfa", "beta", "suspended", "closed")


class Scene(Making):
    """Alfa with two sets of records (`sister` is the second), Beta, a suspended and a closed partner, and the house."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        made = {name: world.partner(name.capitalize(), 500, kind="whitelabel") for name in PARTNERS}
        made |= {"house": HOUSE, "sister": made["alfa"]}
        self.places: dict[str, Ids] = {name: self.records(one, TAG * (name == "alfa")) for name, one in made.items()}
        self.spare = {name: [self.enroll(self.places[name]) for _ in range(2)] for name in ("suspended", "closed")}
        homes = dict.fromkeys(("platform", "console", "trainer", *STAFF), "alfa") | ADMINS | CONTACTS_OF
        emails = {name: world.email(name) for name in homes}
        own = self._give_roles(emails)
        links = self.links()
        self.callers = {
            name: self.sign_in(name, home, emails[name], links[emails[name]], own.get(name, {}))
            for name, home in homes.items()
        }
        self._have_own_courses_made()
        for name, place in self.places.items():
            place["sender_id"] = new_id("snd")  # nobody has one: it takes a domain that is served
            place["domain_id"] = new_id("dom") if name == "house" else self.domain(place, name)
        self.let_domains_rest()
        unknown = {"sign_in": world.email("nobody"), "refresh_token": "none"}
        self.callers["nobody"] = Caller("nobody", "alfa", Api(world.stack, world.http, dict(OURS)), unknown)
        self._part(self._dismissed, own["gone"]["contact_id"])

    def _give_roles(self, emails: Ids) -> dict[str, Ids]:
        alfa = self.places["alfa"]
        for name in ("platform", "console"):
            self.invite("/v1/platform/admins", emails[name])
        self.invite("/v1/platform/trainers", emails["trainer"], courses=[alfa["course_id"]])
        admins = {name: self.admin(self.places[home], emails[name]) for name, home in ADMINS.items()}
        self._dismissed = admins["gone"]
        homes = dict.fromkeys(STAFF, "alfa") | CONTACTS_OF
        return {name: self.give_role(name, self.places[home], emails[name]) for name, home in homes.items()}

    def _have_own_courses_made(self) -> None:
        """A course of each partner's own, which only its admins make; the house has none."""
        body = {"title": "Accoglienza"}
        for name, place in self.places.items():
            place["partners_course_id"] = new_own_course_id()
            if name != "house":
                api = self.callers.get(name, self.callers["alfa"]).api
                made = api.ok("POST", f"/v1/partners/{place['partner_id']}/courses", body, 201)
                place["partners_course_id"] = made["id"]

    def _part(self, admin: str, contact: str) -> None:
        """What happens once all have signed in: one is dismissed, two partners leave; and what there never was."""
        strange = {kind: new_id(prefix) for kind, prefix in IDS.items()}
        key = EnrollmentKey(strange["partner_id"], strange["course_id"], strange["contact_id"], 1)
        for name, place in self.places.items():
            place["session_id"] = self.callers.get(name, self.callers["console"]).own["session_id"]
        self.places["unknown"] = strange | {"enrollment_id": key.id, "partners_course_id": new_own_course_id()}
        base = f"/v1/partners/{self.places['alfa']['partner_id']}"
        self.asked("DELETE", f"{base}/admins/{admin}", status=204)
        self.asked("DELETE", f"{base}/contacts/{contact}/portal-access", status=204)
        for name, mark in (("suspended", "suspension"), ("closed", "closure")):
            self.asked("POST", f"/v1/partners/{self.places[name]['partner_id']}/{mark}")
