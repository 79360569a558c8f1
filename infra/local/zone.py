"""DNS of a laptop: a small name server on loopback that knows `.localhost`, for the worker of partners' domains.

It plays the admin who sets every record as soon as the domain's page asks for it: for each domain below `.localhost`
that stands in the table it answers the ownership record, the certificate's and the one that leads the name here. A name
with the label `unset` is left alone, to see what a domain looks like whose records nobody has set. It listens on the
number of the platform's own port, by UDP. What it is asked and answers is DNS; the worker's code is that of AWS.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from shared import keys

Records = Mapping[tuple[str, str], Sequence[str]]
"""Values by name (lower case, no last dot) and type."""
UNSET = "unset"
HERE = "127.0.0.1"
LARGEST = 4096


class Zone:
    """A name server on loopback; `records()` is asked for every question."""

    def __init__(self, records: Callable[[], Records], port: int) -> None:
        self._records = records
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HERE, port))
        self._thread = threading.Thread(target=self._serve, daemon=True, name="zone")

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Take no more questions."""
        self._socket.sendto(b"", (HERE, self.port))  # wakes whoever waits for the next one
        self._thread.join(5)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            wire, client = self._socket.recvfrom(LARGEST)
            if not wire:
                return
            try:
                self._socket.sendto(self._answer(dns.message.from_wire(wire)).to_wire(), client)
            except dns.exception.DNSException:
                continue  # no question: no answer

    def _answer(self, question: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.AA | dns.flags.RA
        try:
            records = self._records()
        except Exception:  # whatever it was: a server that cannot tell says so
            answer.set_rcode(dns.rcode.SERVFAIL)
            return answer
        [asked] = question.question
        name, kind = str(asked.name).rstrip(".").lower(), dns.rdatatype.to_text(asked.rdtype)
        while (found := records.get((name, "CNAME"))) and kind != "CNAME":
            answer.answer.append(_rrset(name, "CNAME", found))
            name = found[0]
        if values := records.get((name, kind)):
            answer.answer.append(_rrset(name, kind, values))
        elif not any(known == name or known.endswith(f".{name}") for known, _ in records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer


def _rrset(name: str, kind: str, values: Sequence[str]) -> dns.rrset.RRset:
    quoted = [f'"{value}"' for value in values] if kind == "TXT" else list(values)
    dotted = [f"{value}." for value in quoted] if kind == "CNAME" else quoted
    return dns.rrset.from_text(dns.name.from_text(name), 60, "IN", kind, *dotted)


def wanted(domains: Sequence[Mapping[str, Any]], *, every: bool = False) -> Records:
    """The records that these domains' pages ask for, where they are this machine's to answer, or of `every` one."""
    from functions.portal_api.domains.domain import Domain

    found: dict[tuple[str, str], list[str]] = {}
    for item in domains:
        domain = Domain.of(dict(item))
        if not every and (not domain.name.endswith(".localhost") or UNSET in domain.name.split(".")):
            continue
        for record in domain.records:
            if record.type in ("TXT", "CNAME"):
                found.setdefault((record.name, record.type), []).append(record.value)
        if domain.target:
            found[domain.name, "CNAME"] = [domain.target]  # one name, one place: several want it, the latest is it
            found[domain.target, "A"] = [HERE]
    return found


def followed(dynamodb: Any, table: str) -> list[dict[str, Any]]:
    """The domains that are followed, of all partners, as they stand in the table."""
    from shared.dynamo import decode

    answer = dynamodb.query(
        TableName=table,
        IndexName="list",
        KeyConditionExpression="list_pk = :domains",
        ExpressionAttributeValues={":domains": {"S": keys.DOMAINS}},
    )
    return [decode(item) for item in answer["Items"]]
