"""The mails that left the product, kept beside the state: the engine forgets what was sent when it stops."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local.engine import Engine

Mail = dict[str, Any]


class Mailbox:
    """`mails()` answers all that was ever sent, newest first; `fresh()` what came since it was last asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._file: Path = engine.state / "mailbox.jsonl"
        self._lock = threading.Lock()
        lines = self._file.read_text().splitlines() if self._file.exists() else []
        self._mails: list[Mail] = [json.loads(line) for line in lines]
        self._told = len(self._mails)

    def mails(self) -> list[Mail]:
        """Every mail, newest first: at, from, to, subject, text, html, headers and an id."""
        with self._lock:
            self._collect()
            return self._mails[::-1]

    def fresh(self) -> list[Mail]:
        """The mails that came since this was last asked, oldest first."""
        with self._lock:
            self._collect()
            told, self._told = self._told, len(self._mails)
            return self._mails[told:]

    def _collect(self) -> None:
        known = {mail["id"] for mail in self._mails}
        sent = [
            record
            for records in self._engine.get("/_ministack/ses/messages")["messages"].values()
            for record in records
            if _id(record) not in known
        ]
        new = [_mail(record) for record in sorted(sent, key=lambda record: record["Timestamp"])]
        if new:
            with self._file.open("a") as file:
                file.writelines(json.dumps(mail) + "\n" for mail in new)
            self._mails += new


def _id(record: dict[str, Any]) -> str:
    return str(record["MessageId"]).partition("@")[0]


def _mail(record: dict[str, Any]) -> Mail:
    at = datetime.fromtimestamp(record["Timestamp"], UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    headers = {
        "Message-ID": f"<{record['MessageId']}>",
        "From": record["Source"],
        "To": ", ".join(record["To"]),
        "Subject": record["Subject"],
        "Date": at,
    }
    return {
        "id": _id(record),
        "at": at,
        "from": record["Source"],
        "to": record["To"],
        "subject": record["Subject"],
        "text": record["BodyText"] or "",
        "html": record["BodyHtml"] or "",
        "headers": headers,
    }
