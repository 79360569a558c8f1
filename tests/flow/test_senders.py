"""Mail as the partner on the whole product, with the template's policies enforced: named, asked of SES, given up.

The engine never finds DKIM records, so what comes after that is played in tests/functional/senders.
"""

from __future__ import annotations

import pytest

from tests.flow.api import World
from tests.flow.test_domains import until


@pytest.mark.criterion("C-07", "X-11")
def test_a_sender_is_asked_of_ses_and_taken_down_with_no_more_than_the_policies_give(guarded: World) -> None:
    name = "corsi.brezza.localhost"
    partner = guarded.partner("Brezza", kind="whitelabel")
    base, mails = f"/v1/partners/{partner}", guarded.stack.aws("sesv2")
    api = guarded.platform
    domain = api.ok("POST", f"{base}/domains", {"name": name}, 201)
    until(lambda: api.ok("GET", f"{base}/domains")["items"][0]["status"] == "active")

    sender = api.ok("POST", f"{base}/senders", {"name": name}, 201)
    until(lambda: len(api.ok("GET", f"{base}/senders")["items"][0]["records"]) == 3)
    made = mails.get_email_identity(EmailIdentity=name)
    assert {one["Key"]: one["Value"] for one in made["Tags"]}["partner"] == partner
    assert api.ok("GET", f"{base}/senders")["items"][0]["status"] == "pending"

    api.ok("DELETE", f"{base}/senders/{sender['id']}", None, 202)
    until(lambda: api.ok("GET", f"{base}/senders")["items"] == [])
    with pytest.raises(mails.exceptions.NotFoundException):
        mails.get_email_identity(EmailIdentity=name)
    api.ok("DELETE", f"{base}/domains/{domain['id']}", None, 202)
