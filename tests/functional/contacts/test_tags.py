"""Tags of people: how they are kept, and lists by them."""

from __future__ import annotations

import pytest

from tests.builders import a_partner, a_partner_admin, a_platform_admin, everything
from tests.functional.contacts.test_contacts import contacts
from tests.functional.front import Front


@pytest.mark.criterion("C-34x")
def test_tags_are_kept_in_lower_case_and_lists_go_by_them(front: Front) -> None:
    partner, other = a_partner(), a_partner("Beta")
    admin, platform = a_partner_admin(partner), a_platform_admin()
    people = {"Ada": [" Turno  A ", "VIP"], "Eva": ["vip", "viping"], "Ugo": []}
    made = {name: front.post(contacts(partner), admin, {"first_name": name, "tags": tags}).json for name, tags in people.items()}  # fmt: skip # noqa: E501
    front.post(contacts(other), platform, {"first_name": "Eve", "tags": ["vip"]})

    def tagged(tag: str, **more: str) -> list[str]:
        return [one["first_name"] for one in front.all(contacts(partner), admin, tag=tag, limit=1, **more)]

    assert made["Ada"]["tags"] == ["turno a", "vip"] and made["Ugo"]["tags"] == []
    assert tagged("vip") == tagged("ViP ") == ["Eva", "Ada"]
    assert (tagged("turno a"), tagged("vi"), tagged("viping")) == (["Ada"], [], ["Eva"])
    assert tagged("vip", q="ada") == ["Ada"] and front.all(contacts(partner), admin, q="vip") == []
    path = f"{contacts(partner)}/{made['Ada']['id']}"
    assert front.patch(path, admin, {"tags": ["Turno A"]}).json["tags"] == ["turno a"]
    assert tagged("vip") == ["Eva"]
    front.patch(f"{contacts(partner)}/{made['Eva']['id']}", admin, {"archived": True})
    assert tagged("vip") == [] and tagged("vip", archived="true") == ["Eva"]
    assert front.patch(path, admin, {"tags": []}).json["tags"] == [] and tagged("turno a") == []
    assert not [item for item in everything() if item["sk"]["S"].startswith("tag#turno a#")]


@pytest.mark.criterion("C-34x")
def test_tags_and_the_organization_narrow_together(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    organization = front.post(f"/v1/partners/{partner.id}/organizations", admin, {"name": "Acme"}).json["id"]
    for name, more in (("Ada", {"tags": ["a"], "organization_id": organization}), ("Eva", {"tags": ["a"]})):
        front.post(contacts(partner), admin, {"first_name": name} | more)

    found = front.all(contacts(partner), admin, tag="a", organization_id=organization)

    assert [one["first_name"] for one in found] == ["Ada"]
    cursor = front.get(contacts(partner), admin, tag="a", limit=1).json["next_cursor"]
    assert front.get(contacts(partner), admin, cursor=cursor, tag="b").code == "cursor-invalid"
    assert front.get(contacts(partner), admin, cursor=cursor).code == "cursor-invalid"


def test_nonsense_is_refused(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    for tags, at in (
        (["a"] * 2, "/tags"), (["a", "A "], "/tags"), ([str(n) for n in range(11)], "/tags"), ("a", "/tags"),
        (["a" * 41], "/tags/0"), ([""], "/tags/0"), (["a#b"], "/tags/0"), (["a,b"], "/tags/0"), (["a\nb"], "/tags/0"),
        ([1], "/tags/0"), (["\u202e"], "/tags/0"),
    ):  # fmt: skip
        assert front.post(contacts(partner), admin, {"first_name": "Ada", "tags": tags}).at == [at], tags
    assert front.post(contacts(partner), admin, {"first_name": "Ada", "tags": None}).at == ["/tags"]
    assert front.get(contacts(partner), admin, tag="a#").at == ["/tag"]
    assert front.get(contacts(partner), admin, tag="").at == ["/tag"]
    most = [f"{n:02d}{'x' * 38}" for n in range(10)]
    assert front.post(contacts(partner), admin, {"first_name": "Ada", "tags": most}).status == 201
