"""What notify's tests stand on: doubles behind the real clients, and the people of a partner.

The doubles answer at botocore's `before-call`, after the request was checked against the service's model and written
out, so that a wrong parameter fails here too.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from shared import keys
from shared.commit import commit, put
from shared.keys import Key
from tests.unit.notify.builders import PARTNER, a_person

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class Context(LambdaContext):
    """What Lambda passes beside the event."""

    def __init__(self) -> None:
        self._aws_request_id = "request-1"
        self._function_name = "test"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 30_000


@dataclass
class Double:
    """Stands behind one operation: keeps what was asked, answers by `answer`, which a test may replace."""

    answer: Answer
    asked: list[dict[str, Any]] = field(default_factory=list)

    def behind(self, client: Any, operation: str) -> None:
        service = client.meta.service_model.service_id.hyphenize()
        client.meta.events.register(f"before-call.{service}.{operation}", self._called)

    def _called(self, params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]]:
        request = json.loads(params["body"])
        self.asked.append(request)
        parsed = self.answer(request)
        status = 400 if "Error" in parsed else 200
        parsed.setdefault("ResponseMetadata", {"HTTPStatusCode": status})
        return SimpleNamespace(status_code=status), parsed


def stands(key: Key, **item: Any) -> None:
    """Put an item into the table."""
    commit([put("test", key, item, None)])


def a_partner(name: str = "Bassi & Figli S.r.l.", language: str = "it") -> None:
    """The partner of all facts here."""
    stands(
        keys.partner(PARTNER),
        id=PARTNER,
        name=name,
        language=language,
        time_zone="Europe/Rome",
        kind="default",
        status="active",
    )


def an_admin(number: int, *places: str, **changes: Any) -> dict[str, Any]:
    """A person who is admin at these places (`partner`, `platform`)."""
    person = a_person(number, **changes)
    stands(keys.person(person["id"]), **person)
    for place in places:
        at = keys.partner_admin(PARTNER, person["id"]) if place == "partner" else keys.platform_admin(person["id"])
        stands(at, person_id=person["id"])
    return person
