"""The whole product on this machine, as one object: for `make run` and for tests.

stack = Stack.start(tmp_path)            # fresh state, free port, only the first platform admin
with stack.http() as http:               # an httpx client that speaks to the platform's domain
    http.get("/health")
stack.settle()                           # streams read, queues empty, no function running
stack.mails(to="ada@acme.example")       # newest first
stack.aws("dynamodb").get_item(...)      # as the account's root
stack.restart(); stack.stop()
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from infra.local import bootstrap
from infra.local.deploy import deploy, renew_stream_mappings
from infra.local.engine import ACCOUNT, REGION, Engine, free_port
from infra.local.front import Front
from infra.local.mailbox import Mail, Mailbox
from infra.local.names import Names
from infra.local.server import Server
from infra.local.zone import Zone, followed, wanted

FIRST_ADMIN = "admin@portico.example"
FIRST_PASSWORD = "Portico-demo-2026"


@dataclass
class Stack:
    """A running Portico. `url` is for browsers and links, `address` for programs (with the Host header `domain`)."""

    state: Path
    port: int
    auth: bool
    engine: Engine
    outputs: dict[str, str]
    mailbox: Mailbox
    _server: Server = field(repr=False)
    _zone: Zone = field(repr=False)
    sign_ins: list[tuple[str, str, str]] = field(default_factory=list)
    """Who, email and password of what the seed made."""

    @classmethod
    def start(cls, state: Path, port: int = 0, seed: str = "none", *, auth: bool = False) -> Stack:
        """Start the engine on this state, deploy, open the front, seed what is fresh.

        Args: `port` 0 takes a free one; `seed` is `demo` or `none`, heeded on fresh state only; `auth` makes the
        engine enforce the template's IAM policies.
        Raises: EngineFailed, SeedFailed, OSError when the port is taken.
        """
        bootstrap.clear_half_made(state)
        stack = cls._open(state, port or free_port(), auth)
        try:
            stack.sign_ins = bootstrap.once(stack, seed)
        except BaseException:
            stack.stop()
            raise
        return stack

    @classmethod
    def _open(cls, state: Path, port: int, auth: bool) -> Stack:
        engine = Engine.start(state, auth=auth)
        try:
            outputs = deploy(engine, _parameters(engine, port))
            renew_stream_mappings(engine)
            mailbox = Mailbox(engine)
            domain = _domain(port)
            target = f"{engine.url}/_aws/execute-api/{outputs['ApiId']}/$default"
            names = Names(engine.client("apigatewayv2"), domain)
            server = Server(Front(target, names.is_ours, mailbox), port)
            zone = _zone(engine, outputs, port)
            try:
                server.start()
            except BaseException:
                zone.stop()
                raise
        except BaseException:
            engine.stop()
            raise
        return cls(state, port, auth, engine, outputs, mailbox, server, zone)

    @property
    def domain(self) -> str:
        return _domain(self.port)

    @property
    def url(self) -> str:
        return f"http://{self.domain}"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def http(self, **options: Any) -> httpx.Client:
        """A client of the platform's domain; it sends the Host header itself, as Python resolves no *.localhost."""
        headers = {"Host": self.domain} | options.pop("headers", {})
        return httpx.Client(base_url=self.address, headers=headers, trust_env=False, **({"timeout": 60} | options))

    def aws(self, service: str) -> Any:
        """A boto3 client of the engine, as the account's root."""
        return self.engine.client(service)

    def function(self, name: str) -> str:
        """The real name of a function of the template, for example `Reconcile`."""
        return self.outputs[f"{name}Function"]

    def environment(self) -> dict[str, str]:
        """The environment that code of the functions needs in a process of this machine, AWS access included."""
        outputs = self.outputs
        return {
            "AWS_ENDPOINT_URL": self.engine.url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "local",
            "STAGE": "laptop",
            "PLATFORM_NAME": outputs["PlatformName"],
            "PLATFORM_DOMAIN": outputs["PlatformDomain"],
            "PLATFORM_URL": outputs["PlatformUrl"],
            "PARTNER_ADDRESSES": "served",
            "DEFAULT_LANGUAGE": outputs["DefaultLanguage"],
            "LEDGER_TABLE": outputs["LedgerTable"],
            "PORTAL_TABLE": outputs["PortalTable"],
            "BUS_NAME": outputs["BusName"],
            "MAIL_QUEUE_URL": outputs["MailQueueUrl"],
            "USER_POOL_ID": outputs["UserPoolId"],
            "USER_POOL_CLIENT_ID": outputs["UserPoolClientId"],
        }

    def settle(self, timeout: float = 30) -> bool:
        """Wait until nothing is under way; False if it did not come to rest in time."""
        return self.engine.settle(timeout)

    def mails(self, to: str | None = None) -> list[Mail]:
        """What was sent, newest first; `to` narrows to one recipient. Call `settle()` before."""
        return [mail for mail in self.mailbox.mails() if to is None or to in mail["to"]]

    def stop(self, drain: float = 20) -> bool:
        """Take no more requests, let facts and mails arrive, write the state; False when something was left."""
        self._server.stop()
        arrived = False
        if self.engine.process.poll() is None:
            arrived = self.engine.settle(drain)
            self.mailbox.mails()
        self._zone.stop()
        self.engine.stop()
        return arrived

    def restart(self) -> None:
        """Stop and start again on the same state and port."""
        self.stop()
        again = Stack._open(self.state, self.port, self.auth)
        self.engine, self.outputs, self.mailbox = again.engine, again.outputs, again.mailbox
        self._server, self._zone = again._server, again._zone


def _zone(engine: Engine, outputs: dict[str, str], port: int) -> Zone:
    """DNS of `.localhost`, on the same number as the front. Raises: OSError when that is taken."""
    dynamodb, table = engine.client("dynamodb"), outputs["PortalTable"]
    zone = Zone(lambda: wanted(followed(dynamodb, table)), port)
    zone.start()
    return zone


def _domain(port: int) -> str:
    return f"portico.localhost:{port}"


def _parameters(engine: Engine, port: int) -> dict[str, str]:
    return {
        "Stage": "laptop",
        "PlatformDomain": _domain(port),
        "PlatformUrl": f"http://{_domain(port)}",
        "MailSender": "no-reply@portico.example",
        "FirstAdminEmail": FIRST_ADMIN,
        "JwksOrigin": engine.url,
        "DnsResolvers": f"127.0.0.1@{port}",
    }
