"""What a cold start of each function imports: what its requests need, and nothing that only some of them do.

Counted in modules, which no busy machine falsifies; what it costs in time is measured by `make bench PART=cold`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from functions.portal_api.rooms import ROOMS, At
from infra.package import ROOT

LOADED = "import importlib, json, sys; importlib.import_module(sys.argv[1]); print(json.dumps(sorted(sys.modules)))"
PAGES = {"jinja2", "babel", "fastapi", "starlette", "mangum", "PIL", "segno", "css_inline", "typst"}
NEVER = {"boto3", "s3transfer", "pydantic.v1", "aws_lambda_powertools.utilities.parser", "aws_xray_sdk"}
"""Heavy, and needed by nobody when it starts; `pydantic.v1` comes with FastAPI's first route."""
MONEY = {"functions.notify", "functions.portal_api", *PAGES, *NEVER}
MAILS = {"functions.portal_api", "functions.enroll", "functions.wallet", "jwt", "cryptography", *PAGES, *NEVER}
HANDLERS = {
    "functions.wallet.handler": MONEY | {"functions.enroll"},
    "functions.wallet.reconcile_handler": MONEY | {"functions.enroll", "jwt"},
    "functions.enroll.handler": MONEY,
    "functions.notify.publish_handler": MAILS,
    "functions.notify.compose_handler": MAILS,
    "functions.notify.send_handler": MAILS - {"boto3", "s3transfer"},  # Powertools' idempotency brings them
    "functions.notify.feedback_handler": MAILS,
    "functions.portal_api.domains.worker_handler": {"functions.notify", "functions.enroll", *PAGES - {"babel"}, *NEVER},
    "functions.portal_api.handler": {"functions.notify", "functions.enroll.handler", "PIL", "segno", *NEVER},
}
ON_LAMBDA = {
    "AWS_LAMBDA_FUNCTION_NAME": "function",
    "AWS_DEFAULT_REGION": "eu-south-1",
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "JWKS_URL": "http://127.0.0.1:1/jwks.json",
    "PORTAL_TABLE": "portal",
}
"""What makes a function get ready, and what it needs for that."""


def _loaded(module: str) -> set[str]:
    """All modules that stand loaded once this one was imported and is ready, in a Python of its own."""
    env = os.environ | ON_LAMBDA
    done = subprocess.run(
        [sys.executable, "-c", LOADED, module], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("handler", sorted(HANDLERS))
def test_a_function_starts_without_what_its_first_request_may_not_need(handler: str) -> None:
    loaded = _loaded(handler)

    assert handler in loaded
    assert loaded & HANDLERS[handler] == set()


def test_the_front_desk_starts_with_all_rooms_closed() -> None:
    loaded = _loaded("functions.portal_api.handler")

    rooms = {f"functions.portal_api.{room.module}" for room in ROOMS if isinstance(room, At)}
    assert len(rooms) > 40
    assert loaded & rooms == set()
