"""Mails of a whitelabel partner: its name, colour and words, links to its own name; the platform's hear in its own."""

from __future__ import annotations

import pytest

from tests.flow.api import World

BRAND = {
    "name": "Alfa Academy",
    "accent": "#0b6e4f",
    "sender_name": "Alfa, your academy",
    "reply_to": "help@alfa.example",
    "footer": "Alfa srl, Milano",
    "terms_url": "https://alfa.example/terms",
}


@pytest.mark.criterion("X-08")
@pytest.mark.criterion("C-20")
def test_the_mail_of_an_exhausted_partner_wears_its_brand_and_leads_to_its_own_name(world: World) -> None:
    partner = world.partner("Alfa", credits=5, kind="whitelabel")
    email = world.email("laura")
    laura = world.admin(partner, email)
    laura.ok("PUT", f"/v1/partners/{partner}/brand", BRAND)
    course, ada = world.course(10, partner), world.contact(partner)

    refused = laura.refused(
        "POST", f"/v1/partners/{partner}/enrollments", {"course_id": course, "contact_id": ada}, key="short"
    )

    assert (refused["code"], refused["required"], refused["available"]) == ("insufficient-credits", 10, 5)
    [theirs] = [mail for mail in world.mails(email) if "Not enough" in mail["subject"]]
    home = f"http://{world.homes[email]}"
    assert theirs["from"].startswith('"Alfa, your academy" <')
    assert f"{home}/partner/{partner}/wallet" in theirs["text"] and world.stack.url not in theirs["text"]
    assert "Alfa srl, Milano" in theirs["text"] and "https://alfa.example/terms" in theirs["text"]
    assert "background-color: #0b6e4f" in theirs["html"] and "Alfa Academy" in theirs["html"]
    assert "replies to it are not read" not in theirs["text"]
    [platforms] = [
        mail
        for mail in world.mails("admin@portico.example")
        if f"/platform/partners/{partner}" in mail["text"] and "Not enough" in mail["subject"]
    ]
    assert platforms["from"].startswith("Portico <") and world.homes[email] not in platforms["text"]


@pytest.mark.criterion("X-08")
def test_invitations_and_links_lead_to_the_partners_own_name(world: World) -> None:
    partner = world.partner("Beta", kind="whitelabel")
    email = world.email("mara")
    world.invite(partner, email)
    [invitation] = world.mails(email)
    world.set_password(email)
    home = world.homes[email]
    assert home.startswith("beta") and home.endswith(f".{world.stack.domain}")

    world.at_home(email).ok("POST", "/v1/password-links", {"email": email}, 202)
    [link, *_] = world.mails(email)

    for mail in (invitation, link):
        assert f"http://{home}/password#token=" in mail["text"] and mail["from"].startswith("Beta <")
        assert "Portico" not in mail["subject"] + mail["text"] + mail["html"], mail["text"]
