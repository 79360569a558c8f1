"""The isolation matrix: who may do what with whose records. What is expected, by caller and by whose the ids are.

Each row of `OPERATIONS` (tests/flow/operations.py) names an expectation; a row here says what each caller hears:

  nobody     not signed in                       of course  supervisor of chosen courses
  platform   platform admin, by token or cookie  of people  supervisor of an organization, and one of a tag
  trainer    of one course of Alfa's             suspended  admin and key contact at a suspended partner
  admin      admin of Alfa, by token or cookie,  closed     the same at a closed one, signed in before it was closed
             or of Beta                          gone       was the same at Alfa until a moment ago; the token counts
  enroller   of Alfa's staff, as are finance,    key        key contact of an organization of Alfa's
             reader (read only), supervisors     user       portal user of it, narrowed by an access profile
                                                 learner    contact of Alfa's with access to their own portal

A cell is what is heard at ids of what is theirs: Alfa's, or their own partner's, organization, contact and session.
Anywhere else, another partner's, the house's, unknown ids and known ones spelled otherwise, `elsewhere` holds. Two
words `x/y` are x at theirs and y at another's. The platform's people are at home everywhere: for its admin, other
kinds of partners stand apart, and `strange` ids (unknown or spelled otherwise); for a trainer `elsewhere` are those.
Where a path names no id, the caller's own column says it all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.flow.bodies import BODIES
from tests.flow.operations import OPERATIONS

WORDS = {
    "401": (401, "not-signed-in"),
    "403": (403, "not-allowed"),
    "404": (404, "not-found"),
    "susp": (409, "partner-suspended"),
    "shut": (403, "partner-closed"),
    "house": (409, "house-partner"),
    "label": (409, "not-whitelabel"),
    "cross": (403, "cross-site"),
    "wrong": (401, "invalid-credentials"),
    "code?": (401, "mfa-invalid"),
    "link?": (410, "link-invalid"),
    "422": (422, "invalid-request"),
    "web": (409, "browser-only"),
}
"""What is heard; `ok` is the success that the document of the API names, `web` ok by cookie, `.` is not asked."""

CONSOLES = """
         |                                                              of     of               clo                else- | the platform at
         nobody platform trainer admin enroller finance reader course people suspended sed  gone contact where   house suspended closed strange
OPEN     ok     ok       ok      ok    ok       ok      ok     ok     ok     ok        ok   ok   ok      .       .     .         .      .
SIGN_IN  wrong  ok       ok      ok    ok       ok      ok     ok     ok     ok        wrong wrong ok    .       .     .         .      .
REFRESH  401    ok       ok      ok    ok       ok      ok     ok     ok     ok        401  401  ok      .       .     .         .      .
CODE     code?  code?    code?   code? code?    code?   code?  code?  code?  code?     code? code? code? .       .     .         .      .
LINK     link?  link?    link?   link? link?    link?   link?  link?  link?  link?     link? link? link? .       .     .         .      .
SELF     401    ok       ok      ok    ok       ok      ok     ok     ok     ok        ok   ok   ok      .       .     .         .      .
PROOF    401    422      422     422   422      422     422    422    422    422       422  422  422     .       .     .         .      .
OWN      401    ok/404   ok/404  ok    ok       ok      ok     ok     ok     ok        ok   ok   ok      404     404   404       404    404
PLATFORM 401    ok       403     403   403      403     403    403    403    403       403  403  403     403     .     .         .      404
FACTORS  401    404      403     403   403      403     403    403    403    403       403  403  403     403     .     .         .      404

CATALOG  401    ok       ok      ok    ok       ok      ok     ok     ok     ok        shut 403  403     .       .     .         .      .
COURSE   401    ok       ok/404  ok    ok       ok      ok     ok     404    ok        shut/shut 404 404 404     ok    ok        ok     404
HOLDERS  401    ok       ok/404  403   403      403     403    403    404    403       shut/shut 404 404 404     ok    ok        ok     404
EDIT     401    ok       403/404 403   403      403     403    403    404    403       shut/shut 404 404 404     ok    ok        ok     404
ASSIGN   401    ok       403/404 403   403      403     403    403    404    403       shut/shut 404 404 404     house ok        ok     404

READ     401    ok       403     ok    ok       ok      ok     403    403    ok        shut 404  404     404     ok    ok        ok     404
SEEN     401    ok       ok      ok    ok       ok      ok     ok     ok     ok        shut 404  404     404     ok    ok        ok     404
ONE_SEEN 401    ok       ok/404  ok    ok       ok      ok     ok     ok     ok        shut 404  404     404     ok    ok        ok     404
OFFER    401    ok       ok/404  ok    ok       ok      ok     ok     404    ok        shut 404  404     404     ok    ok        ok     404
RECORDS  401    ok       403     ok    ok       ok      ok     403    403    ok        shut 404  404     404     ok    ok        ok     404
WALLET   401    ok       403     ok    ok       ok      ok     403    403    ok        shut 404  404     404     404   ok        ok     404
ADMINS   401    ok       403     ok    403      403     403    403    403    ok        shut 404  404     404     ok    ok        ok     404
TEAM     401    ok       403     ok    403      403     403    403    403    ok        shut 404  404     404     house ok        ok     404

RECORD   401    ok       403     ok    ok       403     403    403    403    susp      shut 404  404     404     ok    ok        ok     404
ENROLL   401    ok       403     ok    ok       403     403    403    403    susp      shut 404  404     404     ok    susp      shut   404
RESULT   401    ok       ok/404  403   403      403     403    403    403    403       shut 404  404     404     ok    ok        ok     404
ASK      401    ok       403     ok    ok       ok      403    403    403    susp      shut 404  404     404     404   ok        ok     404
SET      401    ok       403     ok    403      403     403    403    403    susp      shut 404  404     404     ok    ok        ok     404
BRAND    401    ok       403     ok    403      403     403    403    403    susp      shut 404  404     404     label ok        ok     404
STAFF    401    ok       403     ok    403      403     403    403    403    susp      shut 404  404     404     house ok        ok     404
MONEY    401    ok       403     403   403      403     403    403    403    403       shut 404  404     404     404   ok        ok     404
MANAGE   401    ok       403     403   403      403     403    403    403    403       shut 404  404     404     house ok        ok     404
FACTOR   401    404      403     403   403      403     403    403    403    403       shut 404  404     404     404   404       404    404
ACT      401    web      403     403   403      403     403    403    403    403       shut 404  404     404     web   web       web    404
"""
"""Of the platform and the partners. `contact` are the contacts of the table below: key, user, learner."""

PORTALS = """
           nobody key user learner suspended closed others elsewhere
PORTAL     401    ok  ok   404     ok        shut   404    404
OF_ADMIN   401    ok  403  404     403       shut   404    404
OWN_OR_ALL 401    ok  ok   404     403       shut   404    404
EXPORT     401    ok  403  404     ok        shut   404    404
NOT_USERS  401    ok  404  404     ok        shut   404    404
MINE       401    ok  ok   ok      ok        shut   404    404
PROFILED   401    404 ok   404     404       shut   404    404
GRANTED    401    403 ok   403     403       shut   404    404
WITHHELD   401    403 403  403     403       shut   404    404
NO_EXPORT  401    403 404  403     403       shut   404    404
LEARNING   401    ok  404  ok      ok        shut   404    404
"""
"""Of an organization's portal, and of one's own (where a key contact is a learner). `others` are all who are no contact.

The key contact is admin of the organization's people too, those of the suspended and the closed partner are not.
The user's profile: `people` their own and to change, without export; `company` with everything; no `enrollments`.
"""

IDS = {
    "partner_id": "prt",
    "person_id": "per",
    "course_id": "crs",
    "contact_id": "con",
    "organization_id": "org",
    "company_id": "org",
    "enrollment_id": "enr",
    "profile_id": "prf",
    "session_id": "ses",
}
"""Kinds of ids; a company is an organization as a record of its own portal."""
CONTACTS = ("key", "user", "learner")
PLACES = ("house", "suspended", "closed", "strange")
"""Where the platform is heard apart."""


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
        """With the kinds of ids it takes: `{record_id=contact_id}` is the document's `{record_id}`, a contact."""
        return re.sub(
            r"\{\w+=(\w+)\}", lambda said: f"{{{said[1]}}}" if said[1] in IDS else said[1], self.name.split()[1]
        )

    @property
    def operation(self) -> str:
        """As the document of the API names it."""
        return re.sub(r"=\w+\}", "}", self.name.partition("?")[0])

    @property
    def body(self) -> Any:
        return BODIES.get(self.operation)

    @property
    def ids(self) -> list[str]:
        """The kinds of ids that path, query and body name, in their order."""
        named = re.findall(r"\{(\w+)\}", f"{self.path} {self.body}")
        return list(dict.fromkeys(one for one in named if one in IDS))

    @property
    def of_portal(self) -> bool:
        """Whether it is of a contacts' portal."""
        return "others" in self.expected

    def word(self, kind: str, place: str, *, theirs: bool) -> str:
        """What a kind of caller hears at a place (`alfa`, `beta`, `house`, …, `strange`), theirs or not."""
        said, _, another = self._said(kind).partition("/")
        if theirs or not self.ids or kind == "nobody":
            return said
        if kind == "platform" and not self.of_portal:
            return self.expected[f"at {place}"] if place in PLACES else another or said
        if kind == "trainer" and not self.of_portal and place != "strange":
            return another or said
        return another or self.expected["elsewhere"]

    def _said(self, kind: str) -> str:
        if self.of_portal:
            return self.expected.get(kind, self.expected["others"])
        return self.expected["contact" if kind in CONTACTS else kind]


COLUMNS = (
    *("nobody", "platform", "trainer", "admin", "enroller", "finance", "reader", "of course", "of people"),
    *("suspended", "closed", "gone", "contact", "elsewhere", *(f"at {place}" for place in PLACES)),
)


@cache
def rows() -> tuple[Row, ...]:
    """The matrix, parsed."""
    expected = {}
    for table, heads, columns in ((CONSOLES, 2, COLUMNS), (PORTALS, 1, PORTALS.split("\n")[1].split())):
        for line in table.strip("\n").split("\n")[heads:]:
            if line:
                name, *cells = line.split()
                expected[name] = dict(zip(columns, cells, strict=True))
    table = [line.split() for line in OPERATIONS.strip().splitlines()[1:] if line]
    return tuple(Row(f"{verb} {path}", expected[who], *fresh) for verb, path, who, *fresh in table)


def filled(shape: Any, words: dict[str, str]) -> Any:
    """A body with its placeholders filled in."""
    if isinstance(shape, dict):
        return {name: filled(value, words) for name, value in shape.items()}
    if isinstance(shape, list):
        return [filled(value, words) for value in shape]
    return shape.format_map(words) if isinstance(shape, str) else shape
