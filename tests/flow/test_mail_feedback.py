"""A bounce on the whole product, with the template's policies enforced: from the rule's pattern to the next mail.

The engine's SES tells nobody, and nobody else may put events of AWS on a bus: what the rule's pattern lets through is
put on its queue here; everything behind that is the template's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shared import keys
from tests.flow.api import World
from tests.flow.test_domains import until

EVENT = Path(__file__).resolve().parents[1] / "events" / "ses_bounce_permanent.json"


def bounced(world: World, email: str, configuration_set: str) -> bool:
    """As SES tells it: put on the queue where the rule's pattern lets it through, which is answered."""
    event = json.loads(EVENT.read_text())
    event["detail"]["mail"] |= {"destination": [email]}
    event["detail"]["mail"]["tags"] |= {"ses:configuration-set": [configuration_set]}
    rules = world.stack.aws("events")
    [rule] = [one for one in rules.list_rules()["Rules"] if "aws.ses" in one.get("EventPattern", "")]
    matched = rules.test_event_pattern(EventPattern=rule["EventPattern"], Event=json.dumps(event))["Result"]
    if matched:
        queue = world.stack.outputs["FeedbackQueueUrl"]
        world.stack.aws("sqs").send_message(QueueUrl=queue, MessageBody=json.dumps(event))
    return bool(matched)


@pytest.mark.criterion("C-07", "X-11")
def test_a_bounce_suppresses_the_address_tells_the_platform_and_is_lifted(guarded: World) -> None:
    stack, api = guarded.stack, guarded.platform
    partner, email, other = guarded.partner(), guarded.email("bounced"), guarded.email("fine")
    base = f"/v1/partners/{partner}/contacts"
    contact = api.ok("POST", base, {"first_name": "Ada", "email": email}, 201)["id"]
    function = stack.aws("lambda").get_function_configuration(FunctionName=stack.function("Send"))
    configuration_set = function["Environment"]["Variables"]["MAIL_CONFIGURATION_SET"]

    def stands(address: str) -> dict[str, Any] | None:
        key = keys.suppressed(address)
        where = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
        found = stack.aws("dynamodb").get_item(TableName=stack.outputs["PortalTable"], Key=where, ConsistentRead=True)
        item: dict[str, Any] | None = found.get("Item")
        return item

    assert not bounced(guarded, other, "another-stage"), "mails of another stage are not ours"
    assert bounced(guarded, email, configuration_set)
    until(lambda: stands(email) is not None)
    assert stack.settle()
    assert stands(other) is None
    assert "Mails to an address bounce" in [mail["subject"] for mail in stack.mails()]

    api.ok("PUT", f"{base}/{contact}/portal-access", {"active": True})
    assert stack.settle()
    assert not [mail for mail in stack.mails() if email in mail["to"]], "nothing goes there"

    api.ok("DELETE", f"{base}/{contact}/mail-suppression", status=204)
    api.ok("POST", f"{base}/{contact}/portal-access/invitation", None, 202)
    assert stack.settle()
    assert [mail for mail in stack.mails() if email in mail["to"]], "and it does again"
