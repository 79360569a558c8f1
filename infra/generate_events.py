"""The contract of the bus, generated from `shared/events.py` into `infra/events/`.

For each fact `<Fact>.schema.json` (what its event looks like, JSON Schema 2020-12) and `<Fact>.sample.json` (one
such event, whole, good for trying out a rule or a function). `python -m infra.generate_events` writes them,
`--check` changes nothing and ends with 1 when they differ from the code. Every fact needs a sample below.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from shared.events import (
    FACTS,
    AddressSuppressed,
    AdminInvited,
    CreditsExhausted,
    CreditsLow,
    CreditsNotEnough,
    CreditsToppedUp,
    DomainAsked,
    DomainFailing,
    DomainServed,
    DomainStopped,
    Fact,
    KeyContactGranted,
    LedgerDiffers,
    PasswordLinkAsked,
    PortalAccessGranted,
    SecondFactorTakenAway,
    SenderAsked,
    SenderFailing,
    StaffInvited,
    TopUpAsked,
    TrainerInvited,
)

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "infra" / "events"

_PARTNER = "prt_01KASAMP1E000000000000000A"
_COURSE = "crs_01KASAMP1E000000000000000B"
_PERSON = "per_01KASAMP1E000000000000000C"
_INVITER = "per_01KASAMP1E000000000000000D"
_FACT = "fct_01KASAMP1E000000000000000E"
_ORGANIZATION = "org_01KASAMP1E000000000000000F"
_REQUEST = "tur_01KASAMP1E000000000000000G"
_DOMAIN = "training.acme.example"
_AT = "2026-11-22T09:30:00.000Z"

SAMPLES: tuple[Fact, ...] = (
    CreditsLow(partner_id=_PARTNER, available=12, threshold=20),
    CreditsNotEnough(partner_id=_PARTNER, required=10, available=3, course_id=_COURSE),
    CreditsExhausted(partner_id=_PARTNER),
    CreditsToppedUp(partner_id=_PARTNER, credits=500, available=503, seq=42),
    TopUpAsked(partner_id=_PARTNER, request_id=_REQUEST, asked_by=_PERSON, available=3, credits=500),
    LedgerDiffers(partner_id=_PARTNER, differences=["balance"], seq=42),
    AdminInvited(person_id=_PERSON, partner_id=_PARTNER, invited_by=_INVITER),
    StaffInvited(person_id=_PERSON, partner_id=_PARTNER, role="supervisor", invited_by=_INVITER),
    TrainerInvited(person_id=_PERSON, invited_by=_INVITER),
    KeyContactGranted(person_id=_PERSON, partner_id=_PARTNER, organization_id=_ORGANIZATION, invited_by=_INVITER),
    PortalAccessGranted(person_id=_PERSON, partner_id=_PARTNER, organization_id=_ORGANIZATION, invited_by=_INVITER),
    PasswordLinkAsked(person_id=_PERSON),
    SecondFactorTakenAway(person_id=_PERSON),
    DomainAsked(partner_id=_PARTNER, domain=_DOMAIN),
    DomainServed(partner_id=_PARTNER, domain=_DOMAIN),
    DomainFailing(partner_id=_PARTNER, domain=_DOMAIN, days=7),
    DomainStopped(partner_id=_PARTNER, domain=_DOMAIN),
    SenderAsked(partner_id=_PARTNER, sender="acme.example"),
    SenderFailing(partner_id=_PARTNER, domain="acme.example", problem="records", in_use=True),
    AddressSuppressed(reason="bounce", person_id=_PERSON),
)


def schema_of(fact: type[Fact]) -> dict[str, Any]:
    """The JSON Schema of this fact's event on the bus."""
    data = fact.model_json_schema()
    text = {"type": "string"}
    detail = {
        "id": {"type": "string", "pattern": "^fct_[0-7][0-9A-HJKMNP-TV-Z]{25}$"},
        "type": {"const": fact.__name__},
        "version": {"const": fact.version},
        "occurred_at": {"type": "string", "format": "date-time"},
        "data": data,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": fact.__name__,
        "description": data.pop("description", ""),
        "type": "object",
        "properties": {
            "source": {"const": f"portico.{fact.room}"},
            "detail-type": {"const": fact.__name__},
            "time": text,
            "detail": {
                "type": "object",
                "properties": detail,
                "required": list(detail),
                "additionalProperties": False,
            },
        },
        "required": ["source", "detail-type", "detail"],
    }


def sample_of(fact: Fact) -> dict[str, Any]:
    """An event as EventBridge delivers it."""
    name = type(fact).__name__
    return {
        "version": "0",
        "id": "00000000-0000-4000-8000-000000000000",
        "detail-type": name,
        "source": f"portico.{fact.room}",
        "account": "123456789012",
        "time": "2026-11-22T09:30:01Z",
        "region": "eu-south-1",
        "resources": [],
        "detail": {
            "id": _FACT,
            "type": name,
            "version": fact.version,
            "occurred_at": _AT,
            "data": fact.model_dump(exclude_none=True),
        },
    }


def generated() -> dict[str, str]:
    """Every file of `infra/events/`, by its name. Raises: KeyError for a fact without a sample."""
    samples = {type(fact).__name__: fact for fact in SAMPLES}
    files: dict[str, str] = {}
    for name, fact in sorted(FACTS.items()):
        files[f"{name}.schema.json"] = _written(schema_of(fact))
        files[f"{name}.sample.json"] = _written(sample_of(samples[name]))
    return files


def _written(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` compare; 1 when one differs, is missing or belongs to no fact."""
    wanted = generated()
    standing = {path.name: path.read_text() for path in PLACE.glob("*.json")}
    differing = sorted(name for name in wanted.keys() | standing.keys() if wanted.get(name) != standing.get(name))
    if "--check" in arguments:
        for name in differing:
            print(f"infra/events/{name} is not up to date: run python -m infra.generate_events")
        return 1 if differing else 0
    PLACE.mkdir(exist_ok=True)
    for name in differing:
        if name in wanted:
            (PLACE / name).write_text(wanted[name])
        else:
            (PLACE / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
