"""Every mail, written: figures by locale, names as data, one-line subjects, why one gets it."""

from __future__ import annotations

import html
import itertools
import re
from typing import Any

import pytest

from functions.notify.decisions import MAILS, Mail
from functions.notify.dress import Dress
from functions.notify.message import one_line
from functions.notify.render import render
from shared.clock import parse

NAME = 'Bassi & <b>Figli</b> "S.r.l."'
URL = "https://portico.example/partner/prt_x/wallet"
VALUES: dict[str, Any] = {
    "platform": "Portico",
    "sender": "Portico",
    "dress": Dress("Portico", "Portico"),
    "partner": NAME,
    "course": "Sicurezza <base>",
    "organization": NAME,
    "role": "supervisor",
    "inviter": "Maria Rossi",
    "note": "Order <of> November",
    "reason": "bounce",
    "subject": NAME,
    "first_name": "Anna",
    "email": "anna@example.org",
    "invited": True,
    "roles": frozenset({"partner_admin"}),
    "url": URL,
    "required": 12500,
    "available": 1250,
    "threshold": 2000,
    "credits": 1000,
    "seq": 4711,
    "domain": "training.acme.example",
    "days": 7,
    "problem": "records",
    "in_use": True,
    "occurred_at": parse("2026-11-22T09:30:00.000Z"),
    "time_zone": "Europe/Rome",
    "differences": ["balance", "chain", "enrollment_without_entry", "entry_without_enrollment"],
}
MAIL_NAMES = [mail.name for mail in MAILS.values() if isinstance(mail, Mail)]
EVERY = list(itertools.product(MAIL_NAMES, ("en", "it")))


@pytest.mark.parametrize(("mail", "language"), EVERY)
def test_a_mail_has_a_subject_of_one_line_and_its_link_in_both_bodies(mail: str, language: str) -> None:
    written = render(mail, language, VALUES)

    assert written.subject
    assert "\n" not in written.subject
    assert written.subject == written.subject.strip()
    assert URL in written.text
    assert f'href="{URL}"' in written.html
    assert f'lang="{language}"' in written.html


@pytest.mark.parametrize(("mail", "language"), EVERY)
def test_a_name_is_data_in_html_and_itself_in_text(mail: str, language: str) -> None:
    written = render(mail, language, VALUES)

    assert "<b>Figli" not in written.html
    assert "<base>" not in written.html
    assert "&amp;amp;" not in written.html
    assert "&amp;lt;" not in written.html
    names_none = ("password_link", "second_factor_taken_away", "trainer_invited")
    if mail not in names_none:
        assert NAME in written.subject + written.text
        assert NAME in html.unescape(written.html)
    assert "&amp;" not in written.text + written.subject


@pytest.mark.parametrize(("mail", "language"), EVERY)
def test_a_mail_says_why_one_receives_it(mail: str, language: str) -> None:
    written = render(mail, language, VALUES)
    because = {"en": "You receive this message because", "it": "Ricevi questo messaggio perché"}[language]

    assert because in written.text
    assert because in html.unescape(written.html)


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ({"partner_admin"}, f"because you are an admin of {NAME} on this platform"),
        ({"platform_admin"}, "because you are an admin of the platform Portico"),
        (
            {"partner_admin", "platform_admin"},
            f"because you are an admin of both {NAME} and the platform Portico",
        ),
    ],
)
def test_why_names_each_role(roles: set[str], words: str) -> None:
    assert words in render("credits_exhausted", "en", VALUES | {"roles": roles}).text


@pytest.mark.criterion("C-20")
def test_not_enough_states_the_course_and_the_figures_in_the_readers_way_of_writing_numbers() -> None:
    english, italian = (render("credits_not_enough", language, VALUES) for language in ("en", "it"))

    assert "Required credits: 12,500\nAvailable credits: 1,250\nMissing credits: 11,250" in english.text
    assert "Crediti necessari: 12.500\nCrediti disponibili: 1.250\nCrediti mancanti: 11.250" in italian.text
    assert "Sicurezza <base>" in english.text
    assert "Sicurezza &lt;base&gt;" in english.html
    for figure in ("12,500", "1,250", "11,250"):
        assert re.search(rf"<td[^>]*>{figure}</td>", english.html)


@pytest.mark.parametrize("mail", [name for name in MAIL_NAMES if name.startswith("credits_")])
def test_a_mail_about_credits_says_when_it_happened_as_its_reader_writes_times(mail: str) -> None:
    english, italian = (render(mail, language, VALUES) for language in ("en", "it"))

    assert "When: November 22, 2026, 10:30\u202fAM (Europe/Rome)" in english.text
    assert "Quando: 22 novembre 2026, 10:30 (Europe/Rome)" in italian.text
    assert "22 novembre 2026, 10:30 (Europe/Rome)" in italian.html


def test_not_enough_accuses_nobody_of_the_refused_enrollment() -> None:
    assert f"An enrollment of {NAME} in the course" in render("credits_not_enough", "en", VALUES).text
    assert f"Un'iscrizione di {NAME} al corso" in render("credits_not_enough", "it", VALUES).text


def test_not_enough_is_written_even_when_the_course_is_gone() -> None:
    assert "in a course" in render("credits_not_enough", "en", VALUES | {"course": None}).text


@pytest.mark.criterion("C-21")
def test_not_enough_and_exhausted_are_different_mails() -> None:
    subjects = [render(mail, "it", VALUES).subject for mail in ("credits_not_enough", "credits_exhausted")]

    assert [subject.split(" ")[:2] for subject in subjects] == [
        ["Crediti", "insufficienti"],
        ["Crediti", "esauriti:"],
    ]


def test_one_credit_is_one_credit() -> None:
    assert "1 credit for" in render("credits_topped_up", "en", VALUES | {"credits": 1}).subject
    assert "1 credito per" in render("credits_topped_up", "it", VALUES | {"credits": 1}).subject
    assert "1.000 crediti per" in render("credits_topped_up", "it", VALUES).subject


@pytest.mark.parametrize("invited", [True, False])
@pytest.mark.parametrize("partner", [NAME, None])
@pytest.mark.parametrize("inviter", ["Maria Rossi", None])
def test_an_invitation_fits_whoever_gets_it(invited: bool, partner: str | None, inviter: str | None) -> None:
    written = render("admin_invited", "en", VALUES | {"invited": invited, "partner": partner, "inviter": inviter})

    assert ("24 hours" in written.text) == invited
    assert ("without you nothing happens" in written.text) == invited
    assert (partner or "Portico") in written.subject
    assert ("Maria Rossi" in written.text) == bool(inviter)
    assert "None" not in written.text


def test_html_has_its_styles_on_the_elements_and_knows_the_dark() -> None:
    written = render("credits_low", "en", VALUES).html

    assert re.search(r'<a class="button"[^>]+style="[^"]*background-color: ?#', written)
    assert "prefers-color-scheme: dark" in written
    assert "<script" not in written
    assert not re.search(r"""(src|href)=["'](?!https://portico\.example/)""", written)


@pytest.mark.parametrize(("mail", "language"), EVERY)
def test_ten_mails_fit_into_one_call_of_the_queue(mail: str, language: str) -> None:
    longest = VALUES | {
        "partner": "è" * 200,
        "course": "è" * 200,
        "first_name": "è" * 200,
        "inviter": "è" * 400,
    }
    written = render(mail, language, longest)

    assert 10 * len((written.subject + written.text + written.html).encode()) < 256 * 1024


def test_what_stands_in_a_header_is_one_line_whatever_comes() -> None:
    assert one_line("Portico\r\nBcc: all@example.org\u2028x\x00") == "Portico Bcc: all@example.org x"
