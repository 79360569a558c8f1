"""Every page there is, who looks at it, and two stages to look at: one with the demo's records, one with hardly any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fastapi import APIRouter
from fastapi.routing import APIRoute

from functions.portal_api.app import ROOMS
from infra.local.seed import PASSWORD as DEMO_PASSWORD
from infra.local.seed import seed
from infra.local.stack import FIRST_ADMIN, FIRST_PASSWORD
from tests.flow.api import PASSWORD, Api, World

NO_PAGES = frozenset(
    {
        "/health",
        "/openapi.json",
        "/static/{name}",
        "/brand/accent-{digits}.css",
        "/brand/mark-{digits}-{letter}.svg",
        "/favicon.ico",
        "/robots.txt",
        "/brand/{place}/{content_hash}.png",
        "/account/sessions",
        "/platform/direct-customers",
        "/me/{partner_id}/{module}/new",
        "/styleguide",
    }
)
"""Files, further addresses of pages, one that no module answers yet, the style guide, which has tests of its own."""


def routes() -> Iterator[str]:
    """The address of every page, as the rooms declare them."""
    for room in ROOMS:
        yield from _pages_of(room.router)


def _pages_of(router: APIRouter) -> Iterator[str]:
    for route in router.routes:
        if nested := getattr(route, "original_router", None):
            yield from _pages_of(nested)
        elif isinstance(route, APIRoute) and not route.include_in_schema and route.path not in NO_PAGES:
            yield route.path


@dataclass(frozen=True)
class Place:
    """A page: its route, who looks at it, at which addresses; `bare`, whether it is there without any records."""

    route: str
    role: str
    addresses: tuple[str, ...] = ()
    bare: bool = True

    @property
    def asked(self) -> tuple[str, ...]:
        return self.addresses or (self.route,)


def _all(role: str, under: str, *rest: str, bare: bool = True) -> list[Place]:
    return [Place(under + one, role, bare=bare) for one in rest]


_PARTNER, _AT_PLATFORM = "/partner/{partner_id}", "/platform/partners/{partner_id}"
_PROFILE = _PARTNER + "/profiles/{profile_id}"
_EYES = "contact_id={contact_id}&organization_id={organization_id}"
_LABEL = "/partner/{label_id}/catalogue"
_BUSINESS, _OWN = "/business/{organization_id}", "/me/{partner_id}"
PLACES: list[Place] = [
    *_all("nobody", "", "/", "/sign-in", "/password"),
    *_all("nobody", "", "/docs", bare=False),
    *_all("partner", "", "/views", "/account", "/account/security", "/account/activity"),
    *_all("platform", "/platform", "", "/partners", "/partners/new", "/courses", "/courses/new"),
    *_all("platform", "/platform", "/users", "/users/new", "/users/trainers", "/audit", "/settings"),
    Place("/platform/search", "platform", ("/platform/search", "/platform/search?q=a")),
    *_all("platform", _AT_PLATFORM, "", "/people", "/courses", "/settings"),
    *_all("platform", "/platform/courses/{course_id}", "", "/partners/new", bare=False),
    Place("/platform/users/trainers/{person_id}", "platform", ("/platform/users/trainers/{trainer_id}",), bare=False),
    *_all("partner", _PARTNER, "", "/contacts", "/contacts/new", "/organizations", "/organizations/new", "/catalogue"),
    *_all("partner", _PARTNER, "/enrollments", "/enrol", "/wallet", "/team", "/team/new", "/settings", "/audit"),
    *_all("partner", _PARTNER, "/contacts/{contact_id}", "/contacts/{contact_id}/edit", "/contacts/{contact_id}/views"),
    *_all("partner", _PARTNER, "/organizations/{organization_id}", "/organizations/{organization_id}/edit"),
    *_all("partner", _PARTNER, "/catalogue/{course_id}", "/enrollments/{enrollment_id}", bare=False),
    Place(_PARTNER + "/catalogue", "label", (_LABEL,)),
    Place(_PARTNER + "/catalogue/new", "label", (_LABEL + "/new",)),
    Place(_PARTNER + "/catalogue/own", "label", (_LABEL + "/own",)),
    Place(
        _PARTNER + "/catalogue/{course_id}",
        "label",
        (_LABEL + "/{draft_id}", _LABEL + "/{own_course_id}", _LABEL + "/{archived_id}"),
        bare=False,
    ),
    Place(_AT_PLATFORM + "/courses", "platform", ("/platform/partners/{label_id}/courses",)),
    Place(_PARTNER + "/domains", "partner"),
    Place(_PARTNER + "/senders", "partner"),
    Place(_PARTNER + "/senders", "label", ("/partner/{label_id}/senders",)),
    Place(_PARTNER + "/domains", "label", ("/partner/{label_id}/domains",)),
    Place(_PARTNER + "/domains/{domain_id}", "label", ("/partner/{label_id}/domains/{domain_id}",), bare=False),
    Place(_PARTNER + "/team/{person_id}", "partner", (_PARTNER + "/team/{staff_id}",), bare=False),
    *_all("partner", _PARTNER, "/profiles", "/profiles/new"),
    *_all("partner", _PROFILE, "", "/as", bare=False),
    Place(_PROFILE + "/as/{module}", "partner", (_PROFILE + "/as/people?" + _EYES,), bare=False),
    Place(
        _PROFILE + "/as/{module}/{record_id}", "partner", (_PROFILE + "/as/people/{contact_id}?" + _EYES,), bare=False
    ),
    Place(_BUSINESS, "business"),
    Place(
        _BUSINESS + "/{module}", "business", tuple(f"{_BUSINESS}/{one}" for one in ("company", "people", "enrollments"))
    ),
    Place(_BUSINESS + "/{module}/new", "business", (_BUSINESS + "/people/new",)),
    Place(
        _BUSINESS + "/{module}/{record_id}",
        "business",
        (
            _BUSINESS + "/company/{organization_id}",
            _BUSINESS + "/people/{contact_id}",
            _BUSINESS + "/enrollments/{enrollment_id}",
        ),
        bare=False,
    ),
    *_all("learner", _OWN, "", "/views"),
    Place(_OWN + "/{module}", "learner", (_OWN + "/enrollments",)),
    Place(_OWN + "/{module}/{record_id}", "learner", (_OWN + "/enrollments/{own_enrollment_id}",), bare=False),
]


@dataclass
class Stage:
    """Records by the names that addresses call them, and who signs in as what: e-mail address and password."""

    ids: dict[str, str] = field(default_factory=dict)
    people: dict[str, tuple[str, str]] = field(default_factory=lambda: {"platform": (FIRST_ADMIN, FIRST_PASSWORD)})


def bare(world: World) -> Stage:
    """A partner with an admin, one organization with its key contact, one learner; no credits, courses, enrollments."""
    stage = Stage({"partner_id": world.partner("Nuovo")})
    email = world.email("nuova")
    admin = world.admin(stage.ids["partner_id"], email)
    stage.people["partner"] = (email, PASSWORD)
    _let_in(world, admin, stage)
    _with_own_courses(world, stage)
    return stage


def full(world: World) -> Stage:
    """The demo, and what it has none of: staff, a trainer, an access profile, a tag, a result, a wish for credits."""
    with world.stack.http() as http:
        seed(http, "demo")
    items = world.platform.ok("GET", "/v1/partners?limit=100")["items"]
    partner = next(one["id"] for one in items if one["name"].startswith("Studio Alfa"))
    stage = Stage({"partner_id": partner})
    stage.people["partner"] = ("laura@studioalfa.example", DEMO_PASSWORD)
    admin = world.sign_in(*stage.people["partner"])
    api, platform = f"/v1/partners/{partner}", world.platform
    _let_in(world, admin, stage)
    course = next(one["id"] for one in platform.ok("GET", "/v1/courses")["items"] if "formazione" in one["title"])
    stage.ids["course_id"] = course
    platform.ok("POST", f"{api}/wallet/top-ups", {"credits": 40, "reason": "Contratto"}, 201)
    for name in ("contact_id", "learner_id"):
        through = {"organization_id": stage.ids["organization_id"]} if name == "contact_id" else {}
        body = {"course_id": course, "contact_id": stage.ids[name]} | through
        made = admin.ok("POST", f"{api}/enrollments", body, 201)["id"]
        stage.ids["enrollment_id" if through else "own_enrollment_id"] = made
        platform.ok("PATCH", f"{api}/enrollments/{made}", {"result": "passed", "grade": 88})
    person = {"email": world.email("staff"), "first_name": "Piero", "last_name": "Riva"}
    staff = admin.ok("POST", f"{api}/staff", person | {"role": "partner_enrollment"}, 201)
    stage.ids["staff_id"] = staff["person_id"] if "person_id" in staff else staff["id"]
    trainer = person | {"email": world.email("trainer"), "courses": [course]}
    trained = platform.ok("POST", "/v1/platform/trainers", trainer, 201)
    stage.ids["trainer_id"] = trained["person_id"] if "person_id" in trained else trained["id"]
    admin.ok("POST", f"{api}/wallet/top-up-requests", {"credits": 50}, 202)
    label = _with_own_courses(world, stage)
    _make_own_courses(label, stage)
    domain = {"name": "corsi.unset.nordest.localhost"}  # its DNS records are never set, so the page keeps asking
    made = label.ok("POST", f"/v1/partners/{stage.ids['label_id']}/domains", domain, 201)
    stage.ids["domain_id"] = made["id"]
    modules = {"people": {"visible": True, "records": "organization", "actions": [], "fields": {"first_name": "read"}}}
    stage.ids["profile_id"] = admin.ok("POST", f"{api}/profiles", {"name": "Ufficio", "modules": modules}, 201)["id"]
    return stage


def _let_in(world: World, admin: Api, stage: Stage) -> None:
    """An organization with its key contact, and a person of no organization who sees what is their own."""
    api = f"/v1/partners/{stage.ids['partner_id']}"
    organization = admin.ok("POST", f"{api}/organizations", {"name": "Neri & figli srl"}, 201)["id"]
    stage.ids["organization_id"] = organization
    for role, at, first_name in (("business", "contact_id", "Nera"), ("learner", "learner_id", "Lina")):
        email = world.email(first_name.lower())
        body = {"first_name": first_name, "last_name": "Neri", "email": email, "tags": ["capi"]}
        if role == "business":
            body["organization_id"] = organization
        contact = stage.ids[at] = admin.ok("POST", f"{api}/contacts", body, 201)["id"]
        if role == "business":
            admin.ok("POST", f"{api}/organizations/{organization}/key-contacts", {"contact_id": contact}, 201)
        manages = {"organization_id": organization, "admin": True} if role == "business" else {}
        admin.ok("PUT", f"{api}/contacts/{contact}/portal-access", {"active": True} | manages)
        world.set_password(email)
        stage.people[role] = (email, PASSWORD)


def _with_own_courses(world: World, stage: Stage) -> Api:
    """A whitelabel partner, its admin signed in; made as a default one, so it signs in where the platform does."""
    stage.ids["label_id"], email = world.partner("Nordest Sicurezza"), world.email("vera")
    admin = world.admin(stage.ids["label_id"], email)
    stage.people["label"] = (email, PASSWORD)
    world.platform.ok("PATCH", f"/v1/partners/{stage.ids['label_id']}", {"kind": "whitelabel"})
    return admin


def _make_own_courses(admin: Api, stage: Stage) -> None:
    """One of each status, somebody enrolled in the published one."""
    api = f"/v1/partners/{stage.ids['label_id']}"
    for name, status, title in (
        ("archived_id", "archived", "Carrelli elevatori, corso di una volta"),
        ("own_course_id", "published", "Accoglienza in azienda"),
        ("draft_id", None, "Lavori in quota, aggiornamento"),
    ):
        body = {"title": title, "description": "Mezz'ora per chi arriva, con un quiz alla fine."}
        stage.ids[name] = admin.ok("POST", f"{api}/courses", body, 201)["id"]
        if status:
            admin.ok("PATCH", f"{api}/courses/{stage.ids[name]}", {"status": status})
    person = admin.ok("POST", f"{api}/contacts", {"first_name": "Piero", "last_name": "Riva"}, 201)["id"]
    admin.ok("POST", f"{api}/enrollments", {"course_id": stage.ids["own_course_id"], "contact_id": person}, 201)
