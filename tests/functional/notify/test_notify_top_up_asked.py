"""A partner's request for credits reaches the platform's admins, with what was written and who asks."""

from __future__ import annotations

import json
from typing import Any

from functions.notify.compose_handler import handler
from shared import keys
from shared.events import TopUpAsked
from tests.functional.notify.scene import Context, Double, a_partner, an_admin, stands
from tests.unit.notify.builders import PARTNER, batch_of, event_of

REQUEST = "tur_01KASAMP1E000000000000000G"


def composed(queue: Double, context: Context, **more: Any) -> list[dict[str, Any]]:
    asker = an_admin(3, "partner")["id"]
    fact = TopUpAsked(partner_id=PARTNER, request_id=REQUEST, asked_by=asker, available=3, **more)
    handler(batch_of(event_of(fact)), context)
    return [json.loads(entry["MessageBody"]) for batch in queue.asked for entry in batch["Entries"]]


def test_the_platforms_admins_are_told_and_led_to_the_partner(queue: Double, context: Context) -> None:
    a_partner()
    admin = an_admin(1, "platform", language="en")
    stands(keys.top_up_request(PARTNER, REQUEST), note="Order <of> November")

    [mail] = composed(queue, context, credits=1500)

    assert (mail["to"], mail["mail"]) == (admin["email"], "top_up_asked")
    assert mail["subject"] == "Bassi & Figli S.r.l. asks for a top-up"
    for told in (
        "Anna3 Bianchi",
        "1,500",
        "Order <of> November",
        f"https://portico.example/platform/partners/{PARTNER}",
    ):
        assert told in mail["text"], told
    assert "<of>" not in mail["html"] and "&lt;of&gt;" in mail["html"]


def test_without_a_number_and_a_note_it_is_told_all_the_same(queue: Double, context: Context) -> None:
    a_partner()
    an_admin(1, "platform", language="en")
    [mail] = composed(queue, context)
    assert "Credits asked for" not in mail["text"] and "Note" not in mail["text"]
