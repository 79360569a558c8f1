"""Who asks in the matrix: somebody of every role, and what is theirs."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.flow.api import Api

Ids = dict[str, str]
OURS = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a page of ours."""
TAG = "primo soccorso"
STAFF: dict[str, tuple[str, dict[str, list[str]] | None]] = {
    "enroller": ("partner_enrollment", None),
    "finance": ("partner_finance", None),
    "reader": ("partner_read_only", None),
    "by_course": ("supervisor", {"courses": ["{course_id}"]}),
    "by_organization": ("supervisor", {"organizations": ["{organization_id}"]}),
    "by_tag": ("supervisor", {"tags": [TAG]}),
}
"""Alfa's other staff, with their roles and scopes."""
ADMINS = {
    "alfa": "alfa",
    "browser": "alfa",
    "beta": "beta",
    "suspended": "suspended",
    "closed": "closed",
    "gone": "alfa",
}
"""Admins, and of what; `browser` is signed in by one."""
CONTACTS_OF = dict.fromkeys(("key", "user", "learner", "gone"), "alfa") | {
    "suspended": "suspended",
    "closed": "closed",
}
"""Contacts, and of what: a portal user, a learner, and key contacts, three of whom are admins too."""
KINDS = {
    "alfa": "admin",
    "browser": "admin",
    "beta": "admin",
    "console": "platform",
    "by_course": "by course",
    "by_organization": "by people",
    "by_tag": "by people",
}
"""What the table calls those whom it does not call by their names."""
BY_COOKIE = ("browser", "console")
WHOLE = ("alfa", "browser", "enroller", "finance", "reader")
"""Who sees all of Alfa's."""
SCOPED = ("trainer", "by_course", "by_organization", "by_tag")
PORTAL = ("key", "user", "learner")
STRANGE = ("unknown", "respelled")


@dataclass(frozen=True)
class Caller:
    """Somebody who asks: where they are at home, with what they sign in, and which ids of the home are their own."""

    name: str
    home: str
    api: Api
    secrets: Ids = field(default_factory=dict)
    own: Ids = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """As the table calls them."""
        return KINDS.get(self.name, self.name)

    @property
    def by_cookie(self) -> bool:
        return "Cookie" in self.api.headers

    @property
    def told_of(self) -> tuple[str, ...]:
        """Places whose records may stand in what they are answered."""
        if self.name in ("nobody", "closed", "gone"):
            return ()
        return ("alfa", "sister") if self.name in WHOLE else (self.home,)

    @property
    def asked_at(self) -> tuple[str, ...]:
        """Places where they ask what names a place; of callers that are much the same, most ask at fewer."""
        another = "beta" if self.home == "alfa" else "alfa"
        if self.name == "platform":
            return "alfa", "beta", "house", "suspended", "closed", *STRANGE
        if self.name == "alfa":
            return "alfa", "beta", "house", *STRANGE
        if self.name in ("nobody", "console"):
            return "alfa", "unknown"
        if self.name == "beta":  # Alfa's admin is the same, mirrored
            return "beta", "alfa"
        return self.home, another, "unknown"
