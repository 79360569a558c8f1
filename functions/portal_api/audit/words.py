"""What pages call the actions of the audit, the kinds they are of, and the views they were done from."""

from __future__ import annotations

from shared.language import mark as _

ACTIONS = {
    "admin.first": _("First platform admin made"),
    "admin.invite": _("Admin invited"),
    "admin.invite_again": _("Admin's invitation sent again"),
    "admin.dismiss": _("Admin removed"),
    "brand.change": _("Name or colour changed"),
    "brand.logo": _("Logo set"),
    "brand.remove_logo": _("Logo removed"),
    "contact.create": _("Person's record made"),
    "contact.update": _("Person's record changed"),
    "course.create": _("Course made"),
    "course.update": _("Course changed"),
    "course.assign": _("Course assigned to a partner, or its cost there changed"),
    "course.take": _("Course taken from a partner"),
    "credits.ask": _("Asked for a top-up"),
    "enrollment.result": _("Result set"),
    "key_contact.grant": _("Made a key contact"),
    "key_contact.remove": _("Key contact's role taken away"),
    "organization.create": _("Organization made"),
    "organization.update": _("Organization changed"),
    "partner.act_as": _("Began to act as the partner"),
    "partner.act_no_more": _("Stopped acting as the partner"),
    "partner.change": _("Partner changed"),
    "partner.closed.begin": _("Partner closed"),
    "partner.closed.end": _("Partner reopened"),
    "partner.create": _("Partner made"),
    "partner.suspended.begin": _("Partner suspended"),
    "partner.suspended.end": _("Suspension ended"),
    "platform.change": _("Platform's settings changed"),
    "portal_access.end": _("Portal access ended"),
    "portal_access.invite_again": _("Portal invitation sent again"),
    "portal_access.set": _("Portal access changed"),
    "profile.change": _("Access profile changed"),
    "profile.create": _("Access profile made"),
    "profile.delete": _("Access profile deleted"),
    "second_factor.take_away": _("Authenticator app taken away"),
    "staff.change": _("Staff member changed"),
    "staff.dismiss": _("Staff member removed"),
    "staff.invite": _("Staff member invited"),
    "staff.invite_again": _("Staff invitation sent again"),
    "trainer.change": _("Trainer's courses changed"),
    "trainer.dismiss": _("Trainer removed"),
    "trainer.invite": _("Trainer invited"),
    "trainer.invite_again": _("Trainer's invitation sent again"),
}
"""An action without words is shown by its name."""
VIEWS = {
    "platform": _("Platform"),
    "partner": _("Partner"),
    "business": _("Company portal"),
    "learner": _("Learning"),
    "account": _("Account"),
    "api": _("A program"),
}
PLATFORM_KINDS = (
    ("partner.", _("Partners")),
    ("admin.", _("Admins")),
    ("trainer.", _("Trainers")),
    ("course.", _("Courses")),
    ("brand.", _("Brand")),
    ("second_factor.", _("Authenticator apps")),
)
PARTNER_KINDS = (
    ("partner.", _("The partner")),
    ("admin.", _("Admins")),
    ("staff.", _("Staff")),
    ("contact.", _("Students")),
    ("organization.", _("Organizations")),
    ("key_contact.", _("Key contacts")),
    ("portal_access.", _("Portal access")),
    ("profile.", _("Access profiles")),
    ("enrollment.", _("Results")),
    ("credits.", _("Credits")),
    ("brand.", _("Brand")),
)
"""Beginnings of actions that the audit can be narrowed to."""
