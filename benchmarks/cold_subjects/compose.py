"""compose, ready: its handler, its log, the clients of the tables and of the mail queue."""

from functions.notify import compose_handler, mail_queue  # noqa: F401
from shared import dynamo, telemetry

telemetry.logger()
dynamo.client(), mail_queue.sqs()
