"""What a password must be: long, not a common one, not one's own address. No rules of composition.

Source: NIST SP 800-63B, section 3.1.1.2: length and a blocklist, no mixtures of character types. Cognito's own
policy in the template is the length alone, and its form (nothing blank at either end) is refused here in words.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from shared.problems import Problem, invalid

MIN_LENGTH, MAX_LENGTH = 12, 256
_FEW_CHARACTERS = 4
_ADDRESS_PART = 4


def normal(password: str) -> str:
    """One spelling for what different keyboards send for the same characters (NFC); nothing else changes."""
    return unicodedata.normalize("NFC", password)


def is_possible(password: str) -> bool:
    """Whether Cognito could hold this password at all; what could not be one is never sent to it."""
    bad = any(unicodedata.category(character) in ("Cc", "Cs", "Cn") for character in password)
    return not bad and 1 <= len(password) <= MAX_LENGTH and password == password.strip()


def check(password: str, email: str) -> None:
    """Let a new password pass. Raises: Problem `password-too-weak`, or `invalid-request` for one nobody can type."""
    if not is_possible(password):
        rule = f"at most {MAX_LENGTH} characters, no control characters, not blank at either end"
        raise invalid("/new_password", rule)
    if len(password) < MIN_LENGTH or is_common(password) or _is_address(password, email):
        raise Problem("password-too-weak", min_length=MIN_LENGTH)


def is_common(password: str) -> bool:
    """Whether guessers try it first: on the list, or few characters repeated, or a run such as 123456789012."""
    plain = password.casefold()
    around = 10 if plain.isdecimal() else 0x110000  # after 9 comes 0
    steps = {(ord(after) - ord(before)) % around for before, after in pairwise(plain)}
    return plain in _common() or len(set(plain)) <= _FEW_CHARACTERS or steps in ({1}, {around - 1})


def _is_address(password: str, email: str) -> bool:
    local = email.partition("@")[0]
    return len(local) >= _ADDRESS_PART and local in password.casefold()


@cache
def _common() -> frozenset[str]:
    lines = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))
