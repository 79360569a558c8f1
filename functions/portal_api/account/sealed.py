"""A second factor that is being set up: what Cognito wants to see again with the first code, for ten minutes.

That is an access token. It is kept encrypted, under a key that only the browser's challenge yields: who reads the
table can do nothing with it.
"""

from __future__ import annotations

import base64
import hashlib
import time
from typing import TYPE_CHECKING

from shared import keys
from shared.commit import commit, delete, put
from shared.dynamo import read_one
from shared.keys import Key
from shared.links import hash_of

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

SECONDS = 600
_PLACE, _SEAL = "second-factor:", "seal:"
"""Two hashes of the challenge that tell nothing of each other: where the item stands, and what it is sealed with."""


def keep(challenge: str, person_id: str, access_token: str) -> None:
    """Keep a person's access token under a challenge that was never used."""
    item = {
        "purpose": "second_factor_set_up",
        "person_id": person_id,
        "sealed": _cipher(challenge).encrypt(access_token.encode()).decode(),
        "expires_at": int(time.time()) + SECONDS,
    }
    commit([put("challenge", _place(challenge), item)])


def find(challenge: str, person_id: str) -> str | None:
    """The access token kept under a challenge; None when it is unknown, over or another's."""
    item = read_one(_place(challenge))
    if not item or item["person_id"] != person_id or item["expires_at"] <= time.time():
        return None
    return _cipher(challenge).decrypt(item["sealed"].encode()).decode()


def forget(challenge: str) -> None:
    """It is used up."""
    commit([delete("challenge", _place(challenge))])


def _place(challenge: str) -> Key:
    return keys.link(hash_of(_PLACE + challenge))


def _cipher(challenge: str) -> Fernet:
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(hashlib.sha256((_SEAL + challenge).encode()).digest()))
