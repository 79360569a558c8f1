"""The process that is the engine: ministack, one more answer, `GET /_portico/pending`, and one thing mended.

It is served by uvicorn with httptools, as the server that ministack brings takes a third of what a small call to
DynamoDB costs here.

Ministack keeps where stream consumers stand over a restart, but not the records they have yet to read: whoever stops
it must first know that nothing is under way. Nothing in its API tells, so this looks inside (the version is pinned):
stream records not yet consumed, messages that a function may take now, and threads that run a function.
Tests use the same answer to wait for mails instead of sleeping.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sys
import threading
import time
from typing import Any

import ministack.app as ministack
import uvicorn
from ministack.core import iam_actions
from ministack.services import dynamodb, eventbridge, lambda_svc, sqs

_inner = ministack.app
# Where functions run: in a request's own thread, in a poller's, or in one made for an asynchronous call.
_BUSY = {
    (lambda_svc.__file__, "_execute_function"),
    (lambda_svc.__file__, "_run"),
    (eventbridge.__file__, "_run"),
    (eventbridge.__file__, "_dispatch_event"),
}


# AWS judges a batch by the single action; the engine asks for one that IAM does not have.
_JUDGED_AS = {"sqs:SendMessageBatch": "sqs:SendMessage", "sqs:DeleteMessageBatch": "sqs:DeleteMessage"}
_extract_iam_action = iam_actions.extract_iam_action


def _iam_action(*request: Any, **more: Any) -> str | None:
    action: str | None = _extract_iam_action(*request, **more)
    return _JUDGED_AS.get(action or "", action)


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Ministack's own application, and the one answer more."""
    if scope["type"] != "http" or scope["path"] != "/_portico/pending":
        await _inner(scope, receive, send)
        return
    body = json.dumps(pending()).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def pending() -> dict[str, int]:
    """How much is under way: unread stream records, queued messages, running functions."""
    records = messages = 0
    for account, region, mapping in lambda_svc._iter_all_esms():
        arn = mapping.get("EventSourceArn", "")
        if ":dynamodb:" in arn:
            records += _unread(account, region, mapping["UUID"], arn.split(":table/")[1].split("/")[0])
        elif ":sqs:" in arn:
            messages += _queued(arn)
    return {"records": records, "messages": messages, "running": _running()}


def _unread(account: str, region: str, mapping_id: str, table: str) -> int:
    end: int = dynamodb.stream_end_position(table, account_id=account, region=region)
    start: int = dynamodb.stream_start_position(table, account_id=account, region=region)
    at = lambda_svc._dynamodb_stream_positions._data.get((account, region, mapping_id), start)
    return int(max(0, end - max(at, start)))


def _queued(arn: str) -> int:
    for queue in list(sqs._queues._data.values()):
        if queue.get("attributes", {}).get("QueueArn") == arn:
            now = time.time()
            return sum(1 for message in list(queue["messages"]) if message.get("visible_at", 0) <= now)
    return 0


def _running() -> int:
    busy = 0
    for frame in sys._current_frames().values():
        at: Any = frame
        while at is not None:
            if (at.f_code.co_filename, at.f_code.co_name) in _BUSY:
                busy += 1
                break
            at = at.f_back
    return busy


def _end_with(parent: int) -> None:
    """Stop gracefully, state and all, once whoever started us is gone, however it ended."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)


def _serve() -> None:
    """Answer until a signal comes; the state is written when the last answers are given."""
    with contextlib.suppress(ValueError, OSError):  # as many connections as the machine allows
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    config = uvicorn.Config(
        app,
        host=os.environ["BIND_HOST"],
        port=int(os.environ["GATEWAY_PORT"]),
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,  # ministack's own
        proxy_headers=False,
        http="httptools",
        ws="none",
        lifespan="on",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )
    with contextlib.suppress(KeyboardInterrupt):  # raised again by uvicorn, when it is done
        uvicorn.Server(config).run()


if __name__ == "__main__":
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    iam_actions.extract_iam_action = _iam_action
    _serve()
