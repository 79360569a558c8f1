"""The worker's door: messages from the bus, from the schedule, from itself, and from nobody it knows."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from functions.portal_api.domains import store
from functions.portal_api.domains.worker_handler import handler
from shared.ids import new_id
from tests.functional.domains.cloud import REGION, Cloud
from tests.functional.domains.scene import NAME, a_whitelabel, brings
from tests.functional.front import Front

CONTEXT: Any = SimpleNamespace(aws_request_id="fn-1", get_remaining_time_in_millis=lambda: 10**9)


def delivered(*bodies: Any) -> dict[str, Any]:
    """These as SQS delivers them."""
    texts = [body if isinstance(body, str) else json.dumps(body) for body in bodies]
    return {"Records": [{"messageId": f"m{place}", "body": text} for place, text in enumerate(texts)]}


def test_what_somebody_asked_is_followed(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    event = {"detail-type": "DomainAsked", "detail": {"data": {"partner_id": partner.id, "domain": NAME}}}

    assert handler(delivered(event), CONTEXT) == {"batchItemFailures": []}

    domain = store.by_name(partner.id, NAME)
    assert domain and domain.checked_at


def test_what_is_due_is_queued_a_message_a_domain(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    for n in range(3):
        brings(desk, partner, admin, f"d{n}.acme.it")
    cloud.turn(partner.id, "d1.acme.it")  # looked at just now, so due in a minute

    assert handler(delivered({"due": True}), CONTEXT) == {"batchItemFailures": []}

    queue = boto3.client("sqs", region_name=REGION)
    found = queue.receive_message(QueueUrl=cloud.queue_url, MaxNumberOfMessages=10)["Messages"]
    bodies = [json.loads(one["Body"]) for one in found]
    assert sorted(one["domain"] for one in bodies) == ["d0.acme.it", "d2.acme.it"]
    assert handler(delivered(*bodies), CONTEXT) == {"batchItemFailures": []}
    handler(delivered({"due": True}), CONTEXT)
    assert "Messages" not in queue.receive_message(QueueUrl=cloud.queue_url)


@pytest.mark.parametrize(
    "body", ["not json", "[]", "null", {}, {"due": False}, {"partner_id": "prt_x", "domain": "a.it"}, {"detail": {}}]
)
def test_a_message_of_another_shape_is_reported_and_holds_up_no_other(desk: Front, cloud: Cloud, body: Any) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    asked = {"partner_id": partner.id, "domain": NAME}

    answer = handler(delivered(body, asked), CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    domain = store.by_name(partner.id, NAME)
    assert domain and domain.checked_at


def test_a_domain_that_is_gone_needs_nothing(desk: Front, cloud: Cloud) -> None:
    assert handler(delivered({"partner_id": new_id("prt"), "domain": NAME}), CONTEXT) == {"batchItemFailures": []}


def test_a_domain_that_could_not_be_followed_is_tried_again_and_due_again(
    desk: Front, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)

    def away(**_: Any) -> Any:
        raise RuntimeError("ACM is away")

    monkeypatch.setattr(cloud.acm, "request_certificate", away)
    asked = {"partner_id": partner.id, "domain": NAME}

    assert handler(delivered(asked), CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}

    domain = store.by_name(partner.id, NAME)
    assert domain and domain.due_at and not domain.certificate
    assert store.due("9999", 10) == [(partner.id, NAME)]
