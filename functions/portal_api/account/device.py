"""What a browser is called in the list of one's sessions: "Firefox on Linux". What the browser says is not kept."""

from __future__ import annotations

from shared.language import mark as _
from shared.language import translate

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""Signs of a browser and its name; each is looked for before those that it also calls itself."""
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def recognised(agent: str) -> dict[str, str]:
    """Browser and system of a User-Agent, each one of ours or left out; no text of a client passes."""
    found = {"browser": _first(_BROWSERS, agent), "system": _first(_SYSTEMS, agent)}
    return {name: value for name, value in found.items() if value}


def label(browser: str | None, system: str | None, language: str) -> str:
    """The device in words."""
    if browser and system:
        return translate(_("{browser} on {system}"), language).format(browser=browser, system=system)
    return browser or system or translate(_("A browser we do not know"), language)


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in known if sign in agent), "")
