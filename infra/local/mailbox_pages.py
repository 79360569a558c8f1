"""What `/_mailbox` answers: JSON for programs, a small accessible page for people.

A mail's HTML is shown in a sandboxed frame that runs nothing and loads nothing; its links open in a new tab.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Protocol
from urllib.parse import parse_qs

from infra.local.mailbox import Mail

Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
_PAGE = (
    "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_MAIL = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
_STYLE = """
:root { color-scheme: light dark; font: 100%/1.55 system-ui, sans-serif; --ink: #17212e; --soft: #4d5b6c; --paper: #fff;
  --line: #c5cdd8; --brand: #1f4f8f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf4; --soft: #a9b6c6; --paper: #10161e; --line: #35424f;
  --brand: #8bb8f3; } }
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; justify-content: space-between;
  padding: .75rem max(1rem, (100% - 62rem) / 2); border-bottom: 1px solid var(--line); }
header a:first-child { color: inherit; font-weight: 650; text-decoration: none; }
main { width: min(100% - 2rem, 62rem); margin: 2rem auto; overflow-wrap: anywhere; }
h1 { font-size: clamp(1.4rem, 1.2rem + 1.2vw, 2rem); line-height: 1.2; margin: 0 0 1rem; }
a { color: var(--brand); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 3px; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin-block: 0 1.5rem; }
label { font-weight: 600; flex: 1 1 14rem; }
input, button { font: inherit; padding: .45rem .75rem; border: 1.5px solid currentColor; border-radius: .5rem; }
input { display: block; font-weight: 400; width: 100%; color: inherit; background: transparent; }
button { cursor: pointer; color: var(--brand); background: transparent; font-weight: 600; }
ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
li { display: grid; grid-template-columns: 13rem minmax(0, 16rem) minmax(0, 1fr); gap: .1rem 1rem; padding: .6rem 0;
  border-bottom: 1px solid var(--line); }
li > :not(a) { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; }
pre, iframe { border: 1px solid var(--line); border-radius: .5rem; }
pre { white-space: pre-wrap; padding: 1rem; font: .9rem/1.5 ui-monospace, Menlo, monospace; }
iframe { display: block; width: 100%; height: max(48rem, 90vh); background: white; }
@media (max-width: 44rem) {
  li, dl { grid-template-columns: minmax(0, 1fr); } li a { order: -1; } dd { margin-bottom: .5rem; } }
"""


class Mails(Protocol):
    """Where the mails come from."""

    def mails(self) -> list[Mail]: ...


def answer_mailbox(mailbox: Mails, path: str, accept: str, query: bytes = b"") -> Answer:
    """Answer one request under `/_mailbox`; `?to=` narrows the list to one recipient."""
    rest = path.removeprefix("/_mailbox").strip("/")
    if rest == "style.css":
        return _answer(200, "text/css; charset=utf-8", _STYLE, _PAGE)
    mails = mailbox.mails()
    to = parse_qs(query.decode("latin-1")).get("to", [""])[0].strip().lower()
    if not rest:
        mails = [mail for mail in mails if not to or to in map(str.lower, mail["to"])]
        if "application/json" in accept:
            shown = [{name: value for name, value in mail.items() if name != "id"} for mail in mails]
            return _answer(200, "application/json", json.dumps(shown), _PAGE)
        return _answer(200, "text/html; charset=utf-8", _page("Mailbox", _list(mails, to)), _PAGE)
    wanted, _, part = rest.partition("/")
    mail = next((mail for mail in mails if mail["id"] == wanted), None)
    if mail is None or part not in {"", "html"}:
        return _answer(404, "text/html; charset=utf-8", _page("No such mail", f"<p>{_BACK}</p>"), _PAGE)
    if part == "html":
        return _answer(200, "text/html; charset=utf-8", '<base target="_blank">' + mail["html"], _MAIL)
    return _answer(200, "text/html; charset=utf-8", _page(mail["subject"], _one(mail)), _PAGE)


_BACK = '<a href="/_mailbox">All mails</a>'


def _list(mails: list[Mail], to: str) -> str:
    form = (
        '<form action="/_mailbox"><label>Sent to<input type="email" name="to" autocomplete="off" '
        f'value="{escape(to)}" placeholder="ada@example.com"></label><button>Show</button></form>'
    )
    all_of_them = f" to {escape(to)}. {_BACK}" if to else ", newest first."
    rows = "".join(
        f'<li><time datetime="{mail["at"]}">{escape(mail["at"][:19].replace("T", " "))} UTC</time>'
        f"<span>{escape(', '.join(mail['to']))}</span>"
        f'<a href="/_mailbox/{mail["id"]}">{escape(mail["subject"]) or "(no subject)"}</a></li>'
        for mail in mails
    )
    count = f"{len(mails) or 'No'} mail{'' if len(mails) == 1 else 's'}"
    return f"{form}<p>{count}{all_of_them}</p>{f'<ul>{rows}</ul>' if rows else ''}"


def _one(mail: Mail) -> str:
    headers = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in mail["headers"].items())
    frame = (
        f'<h2>HTML</h2><iframe title="The mail as HTML" src="/_mailbox/{mail["id"]}/html" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )
    text = f"<p>{_BACK}</p><dl>{headers}</dl><h2>Text</h2><pre>{_linked(mail['text'])}</pre>"
    return text + frame if mail["html"] else text


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
        '<body><header><a href="/">Portico</a><a href="/_mailbox">Mailbox of this machine</a></header>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
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
