"""The isolation matrix: who may do what with whose records; one row an operation of the API, reviewed at a glance.

A row of `OPERATIONS` names an expectation; a row of `EXPECTED` says what each caller hears under it:

  nobody     not signed in                     suspended  admin of a suspended partner
  platform   platform admin                    closed     admin of a closed partner, signed in before it was closed
  admin      admin of Alfa or of Beta          dismissed  admin of Alfa until a moment ago, whose token still counts

What the platform hears stands apart for ids of a partner in use, of the house, of a suspended and of a closed
partner, and for `strange` ids: unknown ones, and known ones spelled otherwise. For all others `x/y` is x at the
partner that is (or was) theirs and y at any other id: another partner's, the house's, strange ones; a single
word holds whatever the id. Where a path names no id, the column of the caller says it all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

WORDS = {
    "401": (401, "not-signed-in"),
    "403": (403, "not-allowed"),
    "404": (404, "not-found"),
    "susp": (409, "partner-suspended"),
    "shut": (403, "partner-closed"),
    "house": (409, "house-partner"),
    "wrong": (401, "invalid-credentials"),
    "code?": (401, "mfa-invalid"),
    "link?": (410, "link-invalid"),
}
"""What is heard; `ok` is the success that the document of the API names, `.` is not asked."""

EXPECTED = """
                  the platform's admin, at ids of
           nobody a partner house suspended closed strange   admin   suspended closed    dismissed
OPEN       ok     ok        .     .         .      .         ok      ok        ok        ok
SIGN_IN    wrong  ok        .     .         .      .         ok      ok        wrong     wrong
REFRESH    401    ok        .     .         .      .         ok      ok        401       401
CODE       code?  code?     .     .         .      .         code?   code?     code?     code?
LINK       link?  link?     .     .         .      .         link?   link?     link?     link?
SELF       401    ok        .     .         .      .         ok      ok        ok        ok
PLATFORM   401    ok        .     .         .      404       403     403       403       403
READ       401    ok        ok    ok        ok     404       ok/404  ok/404    shut/404  404
COMMAND    401    ok        ok    ok        ok     404       ok/404  susp/404  shut/404  404
ENROLL     401    ok        ok    susp      shut   404       ok/404  susp/404  shut/404  404
MANAGE     401    ok        house ok        ok     404       403/404 403/404   shut/404  404
TEAM_READ  401    ok        house ok        ok     404       ok/404  ok/404    shut/404  404
TEAM       401    ok        house ok        ok     404       ok/404  susp/404  shut/404  404
WALLET     401    ok        404   ok        ok     404       ok/404  ok/404    shut/404  404
MONEY      401    ok        404   ok        ok     404       403/404 403/404   shut/404  404
CATALOGUE  401    ok        .     .         .      .         ok      ok        shut      403
COURSE     401    ok        ok    ok        ok     404       ok/404  ok/404    shut      403
EDIT       401    ok        ok    ok        ok     404       403/404 403/404   404       404
"""

OPERATIONS = """
operation                                                                     expected    new for each success
GET    /health                                                                OPEN
POST   /v1/session                                                            SIGN_IN
POST   /v1/session/mfa                                                        CODE
POST   /v1/session/refresh                                                    REFRESH
DELETE /v1/session                                                            SELF
POST   /v1/password-links                                                     OPEN
POST   /v1/passwords                                                          LINK
GET    /v1/me                                                                 SELF
PATCH  /v1/me                                                                 SELF

GET    /v1/platform/admins                                                    PLATFORM
POST   /v1/platform/admins                                                    PLATFORM
DELETE /v1/platform/admins/{person_id}                                        PLATFORM    colleague
POST   /v1/platform/admins/{person_id}/invitation                             PLATFORM    colleague
GET    /v1/platform/audit                                                     PLATFORM

GET    /v1/courses                                                            CATALOGUE
GET    /v1/courses?partner_id={partner_id}                                    READ
POST   /v1/courses                                                            PLATFORM
GET    /v1/courses/{course_id}                                                COURSE
GET    /v1/courses/{course_id}?partner_id={partner_id}                        READ
PATCH  /v1/courses/{course_id}                                                EDIT
GET    /v1/courses/{course_id}/partners                                       EDIT

GET    /v1/partners                                                           SELF
POST   /v1/partners                                                           PLATFORM
GET    /v1/partners/{partner_id}                                              READ
PATCH  /v1/partners/{partner_id}                                              COMMAND
POST   /v1/partners/{partner_id}/suspension                                   MANAGE      partner
DELETE /v1/partners/{partner_id}/suspension                                   MANAGE      partner
POST   /v1/partners/{partner_id}/closure                                      MANAGE      partner
DELETE /v1/partners/{partner_id}/closure                                      MANAGE      partner
GET    /v1/partners/{partner_id}/admins                                       TEAM_READ
POST   /v1/partners/{partner_id}/admins                                       TEAM
DELETE /v1/partners/{partner_id}/admins/{person_id}                           TEAM        invitee
POST   /v1/partners/{partner_id}/admins/{person_id}/invitation                TEAM        invitee
GET    /v1/partners/{partner_id}/audit                                        READ

GET    /v1/partners/{partner_id}/wallet                                       WALLET
GET    /v1/partners/{partner_id}/wallet/entries                               WALLET
GET    /v1/partners/{partner_id}/wallet/entries.csv                           WALLET
GET    /v1/partners/{partner_id}/wallet/verification                          WALLET
POST   /v1/partners/{partner_id}/wallet/top-ups                               MONEY
POST   /v1/partners/{partner_id}/wallet/deductions                            MONEY

GET    /v1/partners/{partner_id}/contacts                                     READ
POST   /v1/partners/{partner_id}/contacts                                     COMMAND
GET    /v1/partners/{partner_id}/contacts/{contact_id}                        READ
PATCH  /v1/partners/{partner_id}/contacts/{contact_id}                        COMMAND
GET    /v1/partners/{partner_id}/organizations                                READ
POST   /v1/partners/{partner_id}/organizations                                COMMAND
GET    /v1/partners/{partner_id}/organizations/{organization_id}              READ
PATCH  /v1/partners/{partner_id}/organizations/{organization_id}              COMMAND
GET    /v1/partners/{partner_id}/organizations/{organization_id}/contacts     READ

GET    /v1/partners/{partner_id}/enrollments                                  READ
POST   /v1/partners/{partner_id}/enrollments                                  ENROLL      contact
POST   /v1/partners/{partner_id}/enrollments/batches                          ENROLL      contact
GET    /v1/partners/{partner_id}/enrollments/{enrollment_id}                  READ
POST   /v1/partners/{partner_id}/enrollments/{enrollment_id}/withdrawal       COMMAND     enrollment
"""

_PERSON = {"email": "{email}", "first_name": "Ada", "last_name": "Neri"}
_MOVE = {"credits": 1, "reason": "Contratto"}
BODIES: dict[str, Any] = {
    "POST /v1/session": {"email": "{sign_in}", "password": "{password}"},
    "POST /v1/session/mfa": {"challenge": "none-such", "code": "123456"},
    "POST /v1/session/refresh": {"refresh_token": "{refresh_token}"},
    "POST /v1/password-links": {"email": "nobody@example.com"},
    "POST /v1/passwords": {"token": "none-such", "new_password": "{password}"},
    "PATCH /v1/me": {"language": "en"},
    "POST /v1/platform/admins": _PERSON,
    "POST /v1/courses": {"title": "Nuovo", "enrollment_cost": 1, "assignment": {"partners": []}},
    "PATCH /v1/courses/{course_id}": {"description": "Rivisto"},
    "POST /v1/partners": {"name": "Nuova", "kind": "default", "contact_email": "info@nuova.example"},
    "PATCH /v1/partners/{partner_id}": {"language": "en"},
    "POST /v1/partners/{partner_id}/admins": _PERSON,
    "POST /v1/partners/{partner_id}/wallet/top-ups": _MOVE,
    "POST /v1/partners/{partner_id}/wallet/deductions": _MOVE,
    "POST /v1/partners/{partner_id}/contacts": {"first_name": "Ada", "organization_id": "{organization_id}"},
    "PATCH /v1/partners/{partner_id}/contacts/{contact_id}": {"organization_id": "{organization_id}"},
    "POST /v1/partners/{partner_id}/organizations": {"name": "Rossi"},
    "PATCH /v1/partners/{partner_id}/organizations/{organization_id}": {"name": "Rossi"},
    "POST /v1/partners/{partner_id}/enrollments": {
        "course_id": "{course_id}",
        "contact_id": "{contact_id}",
        "organization_id": "{organization_id}",
    },
    "POST /v1/partners/{partner_id}/enrollments/batches": {
        "course_id": "{course_id}",
        "contact_ids": ["{contact_id}"],
        "organization_id": "{organization_id}",
        "mode": "partial",
    },
}
"""A valid body for each command that takes one, so that what refuses is authority and not the shape."""

NARROWED = {
    "GET /v1/partners/{partner_id}/audit?subject={contact_id}": "ok",
    "GET /v1/partners/{partner_id}/contacts?organization_id={organization_id}": "404",
    "GET /v1/partners/{partner_id}/enrollments?course_id={course_id}": "404",
    "GET /v1/partners/{partner_id}/enrollments?contact_id={contact_id}": "404",
    "GET /v1/partners/{partner_id}/enrollments?organization_id={organization_id}": "404",
}
"""Lists narrowed to a record: with another partner's or an unknown one they are empty; the word is for other spellings.

All else under one's own partner with one record of another's is 404, but for a person in a batch (`unknown_contact`).
"""


IDS = {
    "partner_id": "prt",
    "person_id": "per",
    "course_id": "crs",
    "contact_id": "con",
    "organization_id": "org",
    "enrollment_id": "enr",
}
COLUMNS = ("nobody", "partner", "house", "suspended", "closed", "strange", "admin", "by suspended", "by closed", "gone")


@dataclass(frozen=True)
class Row:
    """An operation, perhaps with a query: what is expected by caller, and what each success needs made for it."""

    name: str
    expected: dict[str, str]
    fresh: str | None = None

    @property
    def method(self) -> str:
        return self.name.split()[0]

    @property
    def path(self) -> str:
        return self.name.split()[1]

    @property
    def operation(self) -> str:
        """As the document of the API names it."""
        return self.name.partition("?")[0]

    @property
    def body(self) -> Any:
        return BODIES.get(self.operation)

    @property
    def ids(self) -> list[str]:
        """The kinds of ids that path, query and body name."""
        text = f"{self.path} {self.body}"
        return [kind for kind in IDS if f"{{{kind}}}" in text]

    def word(self, caller: str, place: str, theirs: bool) -> str:
        """What a caller hears at a place (`alfa`, `beta`, `house`, …, `strange`), theirs or not."""
        if caller == "platform":
            return self.expected[place if place in COLUMNS else "partner"]
        column = {"suspended": "by suspended", "closed": "by closed", "dismissed": "gone"}.get(caller, caller)
        said, _, elsewhere = self.expected[column].partition("/")
        return elsewhere if elsewhere and not theirs else said


def rows() -> list[Row]:
    """The matrix, parsed."""
    lines = [line.split() for line in EXPECTED.strip().splitlines()[2:]]
    expected = {name: dict(zip(COLUMNS, cells, strict=True)) for name, *cells in lines}
    table = [line.split() for line in OPERATIONS.strip().splitlines()[1:] if line]
    return [Row(f"{verb} {path}", expected[who], *fresh) for verb, path, who, *fresh in table]


def filled(shape: Any, words: dict[str, str]) -> Any:
    """A body with its placeholders filled in."""
    if isinstance(shape, dict):
        return {name: filled(value, words) for name, value in shape.items()}
    if isinstance(shape, list):
        return [filled(value, words) for value in shape]
    return shape.format_map(words) if isinstance(shape, str) else shape
