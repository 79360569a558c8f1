"""The first things of an installation: the platform's record, the house partner, the first platform admin.

    python -m infra.first_admin --stack portico-production --email ada@example.com --first-name Ada --last-name Rossi

The stack's outputs tell where, and without `--email` also whom (its parameter FirstAdminEmail); without `--stack` the
environment does, in the names of the functions' settings. The admin gets an invitation by mail, as any other; only a
laptop sets a password right away (FIRST_ADMIN_PASSWORD). Run again it changes nothing.
"""

from __future__ import annotations

import argparse
import os
import re
import sys

from pydantic import ValidationError

from functions.portal_api.account.admin import Invitee
from functions.portal_api.account.first_admin import admit_first, make_platform
from functions.portal_api.partners.house import make_house
from shared.settings import settings


def make_first_admin(
    email: str, first_name: str, last_name: str, password: str | None = None, time_zone: str = "Europe/Rome"
) -> str:
    """Make the platform, its house and its first admin, whichever is missing.

    Args: `password` sets one at once and mails nothing (a laptop); without it the invitation is mailed.
    Returns: the person's id. Raises: ValidationError for an email or name the API would not take either.
    """
    invitee = Invitee(email=email, first_name=first_name, last_name=last_name)
    make_platform()
    make_house(time_zone)
    return admit_first(invitee, password)


def _environment_of(stack: str) -> dict[str, str]:
    """A stack's outputs under the names of settings: `PortalTable` as PORTAL_TABLE."""
    import boto3

    [found] = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
    return {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper(): value for name, value in outputs.items()}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m infra.first_admin", description="Make the first platform admin.")
    parser.add_argument("--stack", help="the CloudFormation stack; without it the environment tells where")
    parser.add_argument("--email", help="without it, the stack's FirstAdminEmail")
    parser.add_argument("--first-name", default="Platform")
    parser.add_argument("--last-name", default="Admin")
    asked = parser.parse_args()
    if asked.stack:
        os.environ.update(_environment_of(asked.stack))
        settings.cache_clear()
    email = asked.email or os.environ.get("FIRST_ADMIN_EMAIL")
    if not email:
        parser.error("whom? give --email, or a --stack that names FirstAdminEmail")
    try:
        person_id = make_first_admin(email, asked.first_name, asked.last_name, os.environ.get("FIRST_ADMIN_PASSWORD"))
    except ValidationError as error:
        sys.exit(f"not accepted: {error.errors(include_input=False)[0]['msg']}")
    print(person_id)


if __name__ == "__main__":
    main()
