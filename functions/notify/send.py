"""Send one mail, once by its key.

Powertools' idempotency keeps `MAIL#<hash of the key>` in the Portal table for 15 days: in progress while SES is
asked, completed once it took the mail. A message delivered again finds it completed and is done. Sent twice can be
only what SES may or may not have taken: an answer that never came, or a process that died between SES's answer and
the note of it. To lose a mail instead would be worse, so such a message is sent again.

A mail to a suppressed address (`feedback`) is not sent and remembered as done: it shall not come again and again. Each
mail carries a tag that says whom it is for, which SES gives back with what became of it.

A one-time link gets its token here, each time the mail is handed to SES; tokens of tries that failed die in a day.
"""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formataddr
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import ClientError

from functions.notify.link import UNMINTED, mint
from functions.notify.message import PERSON_TAG, Message
from shared import aws
from shared.settings import settings
from shared.suppression import suppression_of
from shared.telemetry import count, logger

REMEMBERED = 15 * 24 * 60 * 60
"""Seconds; longer than a message can live on the queue and its DLQ (14 days)."""
NOT_VERIFIED = {"MessageRejected", "MailFromDomainNotVerifiedException", "AccessDeniedException"}
"""With which SES refuses a sender that is not verified any more, or gone (the role may use identities with our tag
alone); then it has not sent the mail."""
_RETRIES = {"mode": "standard", "total_max_attempts": 4}


class MailRecords(DynamoDBPersistenceLayer):
    """Powertools' records, one partition a message. Its own composite key puts all of them into one partition."""

    def _get_key(self, idempotency_key: str) -> dict[str, Any]:
        return {"pk": {"S": idempotency_key}, "sk": {"S": "MAIL"}}


@cache
def ses() -> Any:
    """The one SES client of this process. It never retries by itself: a lost answer may mean a mail sent."""
    from botocore.config import Config

    return aws.client("sesv2", Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 1}))


@cache
def sending() -> tuple[Callable[..., Any], IdempotencyConfig]:
    """What sends a mail once, with how it remembers; one for this process."""
    from botocore.config import Config

    records = MailRecords(
        table_name=settings().portal_table,
        key_attr="pk",
        sort_key_attr="sk",
        expiry_attr="expires_at",
        boto3_client=aws.client("dynamodb", Config(connect_timeout=2, read_timeout=5, retries=_RETRIES)),
    )
    config = IdempotencyConfig(
        event_key_jmespath="key",
        raise_on_no_idempotency_key=True,
        expires_after_seconds=REMEMBERED,
        hash_function="sha256",
        response_hook=_sent_before,
    )
    once = idempotent_function(
        _send, data_keyword_argument="message", persistence_store=records, config=config, key_prefix="MAIL"
    )
    return once, config


def send_once(message: Message, context: LambdaContext) -> None:
    """Send this mail unless its key was sent before.

    Raises: what SES answers (ClientError); IdempotencyAlreadyInProgressError while a twin is being sent;
    IdempotencyPersistenceLayerError when the table cannot be asked or told.
    """
    once, config = sending()
    config.register_lambda_context(context)
    once(message=message)


def _send(message: Message) -> dict[str, str]:
    """Hand the mail to SES, unless its address is suppressed; returns what is remembered of it."""
    if held := suppression_of(message.to):
        count("MailsSuppressed")
        logger().warning("mail not sent, its address is suppressed", extra={"reason": held.reason})
        return {"key": message.key, "suppressed": held.reason}
    try:
        answer = _handed_over(message, message.from_address or settings().mail_sender)
    except ClientError as error:
        if message.from_address is None or error.response["Error"]["Code"] not in NOT_VERIFIED:
            raise
        count("SendersRefused")
        logger().warning("the partner's sender was refused, sent from the platform's")
        answer = _handed_over(message, settings().mail_sender)
    count("MailsSent")
    logger().info("mail sent", extra={"ses_message_id": answer["MessageId"]})
    return {"key": message.key, "ses_message_id": answer["MessageId"]}


def _handed_over(message: Message, sender: str) -> Any:
    """SES's answer to this mail from this address."""
    text, html = _bodies(message)
    headers = {"Auto-Submitted": "auto-generated", "X-Portico-Fact": message.fact_id}
    return ses().send_email(
        FromEmailAddress=formataddr((message.from_name, sender)),
        ConfigurationSetName=settings().mail_configuration_set,
        Destination={"ToAddresses": [message.to]},
        EmailTags=[{"Name": PERSON_TAG, "Value": message.person_id}],
        **({"ReplyToAddresses": [message.reply_to]} if message.reply_to else {}),
        Content={
            "Simple": {
                "Subject": {"Data": message.subject, "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": text, "Charset": "UTF-8"},
                    "Html": {"Data": html, "Charset": "UTF-8"},
                },
                "Headers": [{"Name": name, "Value": value} for name, value in headers.items()],
            }
        },
    )


def _bodies(message: Message) -> tuple[str, str]:
    """Text and HTML, with a token minted for them if they carry a one-time link."""
    if message.link_for is None:
        return message.text, message.html
    token = f"#token={mint(message.person_id, message.link_for)}"
    return message.text.replace(UNMINTED, token), message.html.replace(UNMINTED, token)


def _sent_before(response: Any, idempotent_data: Any) -> Any:
    logger().info("mail was sent before")
    return response
