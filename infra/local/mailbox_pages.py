"""What `/_mailbox` answers: JSON for programs, a small accessible page for people.

A mail's HTML is shown in a sandboxed frame that runs nothing and loads nothing; its links open in a new tab.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Protocol

from infra.local.mailbox import Mail

Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
_PAGE = (
    "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_MAIL = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
_STYLE = """
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
caption, th, td { text-align: start; padding: .5rem; }
tr { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
td { vertical-align: top; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
pre, iframe { border: 1px solid currentColor; border-radius: .5rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; }
iframe { width: 100%; height: 40rem; background: white; }
"""


class Mails(Protocol):
    """Where the mails come from."""

    def mails(self) -> list[Mail]: ...


def answer_mailbox(mailbox: Mails, path: str, accept: str) -> Answer:
    """Answer one request under `/_mailbox`."""
    rest = path.removeprefix("/_mailbox").strip("/")
    if rest == "style.css":
        return _answer(200, "text/css; charset=utf-8", _STYLE, _PAGE)
    mails = mailbox.mails()
    if not rest:
        if "application/json" in accept:
            shown = [{name: value for name, value in mail.items() if name != "id"} for mail in mails]
            return _answer(200, "application/json", json.dumps(shown), _PAGE)
        return _answer(200, "text/html; charset=utf-8", _page("Mailbox", _list(mails)), _PAGE)
    wanted, _, part = rest.partition("/")
    mail = next((mail for mail in mails if mail["id"] == wanted), None)
    if mail is None or part not in {"", "html"}:
        return _answer(404, "text/html; charset=utf-8", _page("No such mail", _BACK), _PAGE)
    if part == "html":
        return _answer(200, "text/html; charset=utf-8", '<base target="_blank">' + mail["html"], _MAIL)
    return _answer(200, "text/html; charset=utf-8", _page(mail["subject"], _one(mail)), _PAGE)


_BACK = '<p><a href="/_mailbox">All mails</a></p>'


def _list(mails: list[Mail]) -> str:
    if not mails:
        return "<p>No mail was sent yet.</p>"
    rows = "".join(
        f"<tr><td><time>{escape(mail['at'][:19].replace('T', ' '))}</time></td><td>{escape(', '.join(mail['to']))}</td>"
        f'<td><a href="/_mailbox/{mail["id"]}">{escape(mail["subject"]) or "(no subject)"}</a></td></tr>'
        for mail in mails
    )
    head = '<thead><tr><th scope="col">Sent (UTC)</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead>'
    return f"<table><caption>{len(mails)} mails, newest first</caption>{head}<tbody>{rows}</tbody></table>"


def _one(mail: Mail) -> str:
    headers = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in mail["headers"].items())
    frame = (
        f'<h2>HTML</h2><iframe title="The mail as HTML" src="/_mailbox/{mail["id"]}/html" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )
    return f"{_BACK}<dl>{headers}</dl><h2>Text</h2><pre>{_linked(mail['text'])}</pre>{frame if mail['html'] else ''}"


def _linked(text: str) -> str:
    parts = re.split(r"(https?://[^\s<>\"]+)", text)
    return "".join(
        f'<a href="{escape(part)}">{escape(part)}</a>' if at % 2 else escape(part) for at, part in enumerate(parts)
    )


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/_mailbox/style.css"></head>'
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def _answer(status: int, kind: str, body: str, policy: str) -> Answer:
    headers = [
        (b"content-type", kind.encode()),
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cache-control", b"no-store"),
    ]
    return status, headers, body.encode()
