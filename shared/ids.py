"""Identifiers: a prefix that says what it is, then a ULID; an enrollment's encodes its key.

A partner's own course is `crs_…` like the platform's, told apart by the highest bit of its ULID (its first character is
4 to 7, which the clock of a platform course reaches in the year 6429). So the id alone says where a course stands, and
one read finds either; and both kinds fit the 16 bytes that an enrollment's id has for its course.

An enrollment is keyed by (partner, course, contact, attempt), and its id is those 50 bytes in base64url, so
that whoever holds the id can read the record without an index. A changed id names another key, and the
partner in it is compared with the partner of the path before anything is read.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import NamedTuple

from ulid import ULID

_ULID = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"
_ENROLLMENT = re.compile(r"enr_[A-Za-z0-9_-]{67}")
_BASE32 = str.maketrans("ABCDEFGHJKMNPQRSTVWXYZ", "abcdefghijklmnopqrstuv")
"""From a ULID's digits to those of `int(…, 32)`, which reads one faster than its library does."""


def new_id(prefix: str) -> str:
    """A fresh id such as `prt_01JD…`; later ids sort after earlier ones."""
    return f"{prefix}_{ULID()}"


def is_id(prefix: str, text: str) -> bool:
    """Whether the text is an id of this kind in its one canonical spelling."""
    return re.fullmatch(f"{prefix}_{_ULID}", text) is not None


def new_own_course_id() -> str:
    """A fresh id of a partner's own course; later ones sort after earlier ones, and all after the platform's."""
    first, *rest = ULID().bytes
    return f"crs_{ULID.from_bytes(bytes([first | 0x80, *rest]))}"


def is_own_course(course_id: str) -> bool:
    """Whether this id of a course (`is_id`) is one of a partner's own, whichever partner's."""
    return course_id[4:5] in ("4", "5", "6", "7")


class EnrollmentKey(NamedTuple):
    """What an enrollment's id says: whose, of which course, by whom, the how-manieth time."""

    partner_id: str
    course_id: str
    contact_id: str
    attempt: int

    @property
    def id(self) -> str:
        """The public id, `enr_` and 67 characters."""
        parts = [int(part[4:].translate(_BASE32), 32).to_bytes(16, "big") for part in self[:3]]
        packed = b"".join(parts) + self.attempt.to_bytes(2, "big")
        return "enr_" + base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def from_id(cls, text: str) -> EnrollmentKey | None:
        """The key an id names, or None when it is no enrollment id in its canonical spelling."""
        if not _ENROLLMENT.fullmatch(text):
            return None
        try:
            packed = base64.b64decode(text[4:] + "=", altchars=b"-_", validate=True)
        except binascii.Error:
            return None
        partner, course, contact = (str(ULID.from_bytes(packed[at : at + 16])) for at in (0, 16, 32))
        key = cls(f"prt_{partner}", f"crs_{course}", f"con_{contact}", int.from_bytes(packed[48:], "big"))
        return key if key.attempt >= 1 and key.id == text else None
