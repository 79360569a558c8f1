"""Gives failed stream batches to publish again; a part of `infra.replay`.

A batch that publish could not handle, retried and halved, is kept whole in the bucket of failed batches: Lambda writes
one object for it, whose `payload` is the event as the function got it. Mend the cause first. What succeeds is removed;
what fails again stays, and the command ends with 1. Facts may be published twice by this: whoever hears them acts once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Outcome:
    """What became of the batches: object keys, and for the failed ones why."""

    replayed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def replay(storage: Any, functions: Any, bucket: str, publish: str) -> Outcome:
    """Invoke `publish` with each batch of the bucket, oldest first; remove what it took whole."""
    outcome = Outcome()
    for key in _keys(storage, bucket):
        kept = json.loads(storage.get_object(Bucket=bucket, Key=key)["Body"].read())
        why = _again(functions, publish, kept)
        if why:
            outcome.failed[key] = why
            continue
        storage.delete_object(Bucket=bucket, Key=key)
        outcome.replayed.append(key)
    return outcome


def _keys(storage: Any, bucket: str) -> Iterator[str]:
    """All keys by the time they were written: order matters to nobody but a person who reads along."""
    pages = storage.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    found = [(item["LastModified"], item["Key"]) for page in pages for item in page.get("Contents", [])]
    return (key for _, key in sorted(found))


def _again(functions: Any, publish: str, kept: dict[str, Any]) -> str | None:
    """Why this batch failed again, or None."""
    payload = kept.get("payload")
    event = json.loads(payload) if isinstance(payload, str) else payload
    if not isinstance(event, dict) or "Records" not in event:
        return "the object carries no records"
    answer = functions.invoke(FunctionName=publish, Payload=json.dumps(event).encode())
    told = json.loads(answer["Payload"].read() or b"null")
    if "FunctionError" in answer:
        return str(told.get("errorMessage", told))
    failures = (told or {}).get("batchItemFailures", [])
    return f"records from {failures[0]['itemIdentifier']} on were not taken" if failures else None
