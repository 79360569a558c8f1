"""What stands on the mail queue: one mail to one person, written but for the token of a one-time link (send mints it).

Its key says which fact it tells whom by which mail: the same fact delivered again makes the same key, and
`send` sends a key once.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from functions.notify.decisions import Purpose

PERSON_TAG = "person"
"""The tag of a mail that says whom it is for; SES gives it back with what became of the mail."""


class Message(BaseModel):
    """One mail to one person. `to` is an address, `from_name` what stands before the sender's address, `reply_to` where
    answers go (None: nobody reads them). `from_address` is the partner's own sender, None the platform's.

    `link_for` says what the one-time link in it is for, None when there is none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fact_id: str
    mail: str
    person_id: str
    to: str
    from_name: str
    from_address: str | None = None
    reply_to: str | None = None
    language: str
    subject: str = Field(pattern=r"^[^\r\n]+$")
    text: str
    html: str
    link_for: Purpose | None = None
    key: str

    @staticmethod
    def key_of(fact_id: str, mail: str, person_id: str) -> str:
        """`<fact id>#<mail>#<person id>`."""
        return f"{fact_id}#{mail}#{person_id}"


def one_line(text: str) -> str:
    """The text on one line, without control characters: what may stand in a header."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
