"""Everything Portico refuses, in one table, and its RFC 9457 document.

`Problem("insufficient-credits", required=10, available=3)` is raised anywhere; each door turns it into
`application/problem+json` in the caller's language. A code not in the table is a bug (a house test finds it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.faults import told
from shared.language import mark as _
from shared.language import translate

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Row:
    """What a problem's code stands for; the detail may name members in braces."""

    status: int
    title: str
    detail: str


PROBLEMS: dict[str, Row] = {
    # the request itself
    "invalid-request": Row(422, _("Invalid request"), _("The request is malformed; see errors for what and where.")),
    "idempotency-key-missing": Row(
        400, _("Idempotency-Key missing"), _("This command moves credits and needs an Idempotency-Key header.")
    ),
    "idempotency-key-invalid": Row(
        400, _("Idempotency-Key invalid"), _("An Idempotency-Key has 1 to 255 printable ASCII characters.")
    ),
    "idempotency-key-reused": Row(
        409, _("Idempotency-Key reused"), _("This Idempotency-Key was used before with another request.")
    ),
    "cursor-invalid": Row(422, _("Invalid cursor"), _("This cursor was not issued for this list; start without one.")),
    "too-large": Row(413, _("Too large"), _("The request is larger than {limit} bytes.")),
    "not-json": Row(415, _("Not JSON"), _("Send the body as application/json.")),
    "unknown-host": Row(421, _("Unknown host"), _("Nothing is served under this name.")),
    "method-not-allowed": Row(405, _("Method not allowed"), _("This address does not take that method.")),
    # who is asking
    "not-signed-in": Row(401, _("Not signed in"), _("Sign in first; the access token is missing, expired or invalid.")),
    "invalid-credentials": Row(401, _("Invalid credentials"), _("The e-mail address or the password is wrong.")),
    "mfa-required": Row(409, _("Second factor required"), _("Enter the code of your authenticator app.")),
    "mfa-invalid": Row(401, _("Invalid code"), _("The code is wrong or too old; sign in again.")),
    "too-many-attempts": Row(429, _("Too many attempts"), _("Too many attempts; try again in {retry_after} seconds.")),
    "not-allowed": Row(403, _("Not allowed"), _("Your role does not permit this.")),
    "cross-site": Row(
        403, _("Not from our own page"), _("A signed-in browser changes things from our own pages only.")
    ),
    "browser-only": Row(409, _("In a browser only"), _("Only somebody signed in by a browser can do this.")),
    "second-factor-required": Row(
        403, _("Second factor required"), _("Set up an authenticator app first; the platform's admins need one.")
    ),
    "second-factor-exists": Row(
        409,
        _("Authenticator app set up already"),
        _("An authenticator app is set up; remove it to set up another one."),
    ),
    "second-factor-needed": Row(
        409,
        _("Authenticator app needed"),
        _("The platform's admins sign in with an authenticator app; another admin can take a lost one away."),
    ),
    "field-withheld": Row(403, _("Field withheld"), _("You may not change the field “{field}”.")),
    "not-found": Row(404, _("Not found"), _("There is nothing here that you may see.")),
    "link-invalid": Row(410, _("Link no longer valid"), _("This link has expired or was used; ask for a new one.")),
    "password-too-weak": Row(
        422,
        _("Password too weak"),
        _("Choose a password of at least {min_length} characters that is not a common one."),
    ),
    # partners and their admins
    "partner-suspended": Row(
        409, _("Partner suspended"), _("This partner is suspended: nothing can be changed until the platform ends it.")
    ),
    "partner-closed": Row(403, _("Partner closed"), _("This partner is closed; nobody signs in to it.")),
    "already-admin": Row(409, _("Already an admin"), _("This person is an admin here already.")),
    "already-member": Row(409, _("Already of the team"), _("This person is an admin or one of the team here already.")),
    "already-accepted": Row(
        409, _("Invitation accepted"), _("This person has acted on the invitation; they sign in as usual.")
    ),
    "last-admin": Row(409, _("Last admin"), _("The last admin cannot be removed; name another one first.")),
    "complaint-stands": Row(
        409, _("Mail called spam"), _("A mail to this address was called spam; only the platform lets mails go there.")
    ),
    "not-whitelabel": Row(
        409, _("Not a whitelabel partner"), _("The pages of this partner wear the platform's brand, none of its own.")
    ),
    "domain-exists": Row(409, _("Domain exists"), _("This domain is one of the partner's already.")),
    "domain-taken": Row(
        409, _("Domain taken"), _("This domain is another partner's here. Whoever has it must give it up first.")
    ),
    "domain-not-served": Row(
        409, _("Domain not served"), _("Links use a domain only while it is served; wait until its records are seen.")
    ),
    "sender-exists": Row(
        409, _("Sender exists"), _("The partner's mails come from a domain of its own already; give that up first.")
    ),
    "too-many-domains": Row(
        409, _("Too many domains"), _("A partner has at most {limit} domains; give one of them up first.")
    ),
    "own-people": Row(
        409,
        _("Its people are its own"),
        _("This partner's people sign in at its own address; as a default partner nobody would know them."),
    ),
    "domain-in-use": Row(
        409,
        _("Domain in use"),
        _("This partner's pages are served under a domain of its own; give its domains up first."),
    ),
    "house-partner": Row(
        409,
        _("Direct customers"),
        _("The platform's direct customers are not a partner that can be changed like this."),
    ),
    # access profiles
    "profile-exists": Row(409, _("Profile exists"), _("An access profile of this name exists already.")),
    "profile-changed": Row(
        409, _("Profile changed meanwhile"), _("Somebody else changed this access profile; look at it again first.")
    ),
    "profile-in-use": Row(
        409, _("Profile in use"), _("{users} portal users have this access profile; give them another one first.")
    ),
    "profile-built-in": Row(
        409,
        _("Built-in profile"),
        _("This access profile is part of the portal and can be neither changed nor deleted."),
    ),
    "too-many-profiles": Row(
        409, _("Too many profiles"), _("A partner has at most {limit} access profiles; delete one first.")
    ),
    # money
    "insufficient-credits": Row(
        409,
        _("Not enough credits"),
        _("Not enough credits: {required} are required and {available} are available. Ask the platform for a top-up."),
    ),
    "price-changed": Row(409, _("The price has changed"), _("The enrollment now costs {cost} credits.")),
    "busy": Row(503, _("Busy"), _("Too much is happening at once; try again with the same Idempotency-Key.")),
    # people and enrolling
    "contact-exists": Row(409, _("Contact exists"), _("A contact with this e-mail address exists already.")),
    "contact-without-email": Row(
        409, _("No e-mail address"), _("This contact has no e-mail address to sign in with; add one first.")
    ),
    "contact-archived": Row(409, _("Contact archived"), _("This contact is archived; fetch it back first.")),
    "contact-has-access": Row(
        409,
        _("Signs in with it"),
        _("This contact signs in with the present e-mail address; end the access before changing the address."),
    ),
    "not-in-organization": Row(
        409,
        _("Not in the organization"),
        _("This contact does not belong to the organization; put them into it first."),
    ),
    "already-key-contact": Row(
        409, _("Already a key contact"), _("This contact is a key contact of the organization already.")
    ),
    "email-active": Row(
        409, _("Signs in already"), _("Whoever signs in with this e-mail address is another of your contacts already.")
    ),
    "course-for-all": Row(
        409, _("Course of all partners"), _("This course is assigned to all partners; choose some of them first.")
    ),
    "course-archived": Row(409, _("Course archived"), _("This course takes no new enrollments.")),
    "course-not-published": Row(
        409, _("Course not published"), _("This course is a draft; publish it before anybody is enrolled.")
    ),
    "whitelabel-only": Row(
        403,
        _("For whitelabel partners only"),
        _(
            "Only a whitelabel partner has courses of its own. Those it made before stay as they are, "
            "and who is enrolled in them goes on to the end."
        ),
    ),
    "organization-exists": Row(
        409, _("Organization exists"), _("An organization with this VAT number exists already.")
    ),
    "already-enrolled": Row(409, _("Already enrolled"), _("This person has an active enrollment in this course.")),
    "already-over": Row(
        409, _("Enrollment is over"), _("This enrollment has ended already; there is nothing to withdraw.")
    ),
    "result-missing": Row(409, _("Result missing"), _("A grade goes with a result; set the result too.")),
    "newer-attempt": Row(
        409,
        _("There is a newer attempt"),
        _("This person was enrolled in this course again; the former result can no longer be taken back."),
    ),
    "batch-refused": Row(
        409, _("Batch refused"), _("All or nothing: some of these people cannot be enrolled; see results for each.")
    ),
    "batch-too-large": Row(
        422,
        _("Batch too large"),
        _("All or nothing takes up to {limit} people at once; enrol in mode partial or in parts."),
    ),
    "internal": Row(500, _("Internal error"), _("Something went wrong on our side; it has been recorded.")),
}


STANDARD = frozenset({"type", "title", "status", "detail", "code", "request_id"})
"""Members that every problem document has; a problem's own are named otherwise."""


class Problem(Exception):
    """A refusal: its code in the table, and members of its own such as `required` and `available`."""

    def __init__(self, code: str, **members: Any) -> None:
        super().__init__(code)
        if taken := STANDARD & members.keys():
            raise TypeError(f"{code}: {taken} are members of every problem document")
        self.code, self.members = code, members

    @property
    def status(self) -> int:
        return PROBLEMS[self.code].status

    @property
    def headers(self) -> dict[str, str]:
        """Headers that go with it: `Retry-After` in seconds, `WWW-Authenticate` on 401."""
        headers = {"Content-Type": MEDIA_TYPE, "Cache-Control": "no-store"}
        if "retry_after" in self.members:
            headers["Retry-After"] = str(self.members["retry_after"])
        if self.status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        return headers

    def document(self, request_id: str, language: str) -> dict[str, Any]:
        """The problem document: type, title, status, detail, code, request_id and its own members."""
        row = PROBLEMS[self.code]
        return {
            "type": f"urn:portico:problem:{self.code}",
            "title": translate(row.title, language),
            "status": row.status,
            "detail": translate(row.detail, language).format_map(self.members),
            "code": self.code,
            "request_id": request_id,
            **self._told(language),
        }

    def _told(self, language: str) -> dict[str, Any]:
        if "errors" not in self.members:
            return self.members
        return self.members | {"errors": told(self.members["errors"], language)}


def invalid(path: str, detail: str, **values: Any) -> Problem:
    """`invalid-request` for one place in the body, the query or the path (a JSON pointer), in marked words."""
    return Problem("invalid-request", errors=[{"path": path, "detail": detail, "values": values}])
