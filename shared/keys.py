"""Every key of the two tables on one page.

Ledger (written by wallet and enroll only; nothing is ever deleted)
  WALLET#<partner>                 WALLET                         one wallet
  LINE#<partner>                   LINE                           who waits for it, while many do, and for what
  ENTRIES#<partner>                ENTRY#<seq>                    the statement, gapless
  RECEIPT#<partner>#<key>          RECEIPT | RECEIPT#<start>      what a money command answered

Portal
  PARTNER#<id>                     PARTNER                        the partner            list: PLATFORM#PARTNERS
  PARTNER#<id>#ADMINS              <person>                       who administers it
  PARTNER#<id>#STAFF               <person>                       its other staff, supervisors included
  PARTNER#<id>#PROFILES            <profile>                      access profiles of its contacts
                                   | NAMES | USERS#<profile>      one profile a name; how many have one
  PARTNER#<id>#BRAND               BRAND | LOGO#<hash>            its own style, of a whitelabel partner
  PARTNER#<id>#VIEWED#<contact>    <day>#<viewer>#<enrollment>    who looked at whose results
  PARTNER#<id>#COURSES             <course>                       a course assigned to it, with its own cost
  PARTNER#<id>#OWN_COURSES         <course>                       its own courses, of a whitelabel partner
  PARTNER#<id>#CONTACTS            <contact>                      people's records
  PARTNER#<id>#EMAILS              <email>                        one contact per email
  PARTNER#<id>#WORDS               <field>#<word>#<contact>       prefix search          list: over all partners
  PARTNER#<id>#ORGANIZATIONS       <organization>                 customer companies
  PARTNER#<id>#VAT_NUMBERS         <vat number>                   one organization per VAT number
  PARTNER#<id>#ORGANIZATION_WORDS  <field>#<word>#<organization>  prefix search          list: over all partners
  PARTNER#<id>#MEMBERS#<org>       <contact>                      who belongs to one, and their role there
  PARTNER#<id>#KEY_CONTACTS#<org>  <contact>                      those of them who act for it
  WHOSE#<contact | organization | own course>   WHOSE             the partner whose record it is
  PARTNER#<id>#ENROLLMENTS         <course>#<contact>#<attempt>   list: newest first; a: by contact; b: by organization
  PARTNER#<id>#TOP_UP_REQUESTS     <request>                      who asked the platform for credits
  PARTNER#<id>#AUDIT               <ulid>                         who did what
  PLATFORM                         PLATFORM                       the platform's own record
  PLATFORM#ADMINS                  <person>                       platform admins
  PLATFORM#TRAINERS                <person>                       trainers
  PLATFORM#BRAND                   BRAND | LOGO#<hash>            the platform's style
  PLATFORM#SLUGS                   <slug>                         one partner per slug; served: as an address
  PARTNER#<id>#DOMAINS             <name>                         domains it brings      list: by when they are due
  PARTNER#<id>#SENDERS             <name>                         domains its mails come from   list: when due
  HOST#<name>                      HOST                           whose domain a name is, once that is proven
  PLATFORM#COURSES                 <course>                       platform courses       list: those of all partners
  PLATFORM#COURSE#<id>             <partner>                      the partners a course is assigned to
  PLATFORM#AUDIT                   <ulid>
  PERSON#<id>                      PERSON | MEMBERSHIP#platform | MEMBERSHIP#partner#<id>
                                   | MEMBERSHIP#organization#<organization> | MEMBERSHIP#contact#<partner>
                                   | SESSION#<session>            their own browser sessions
  SESSION#<hash>                   SESSION                        a browser session, found by its cookie
  PERSON#<id>#AUDIT                <ulid>                         what happened to their account
  PERSON#<id>#WORDS                <field>#<word>                 prefix search          list: over all people
  IDENTITY#<sign-in domain>        <email>                        who signs in with it
  LINK#<hash>                      LINK                           one-time links
  COUNTER#<what>                   COUNTER                        guesses in a window
  RECEIPT#<scope>#<key>            RECEIPT                        what a portal command answered
  SUPPRESSED#<hash of an address>  SUPPRESSED                     mails no longer go there, and why
  MAIL#<key>                       MAIL                           a message is sent once
  RECONCILED#<partner> | #PLATFORM RECONCILED                     how far the books were found right; the sum of all

Access patterns
  1 a caller's authority at a partner: BatchGet PERSON, both MEMBERSHIPs, PARTNER       2 their views: Query PERSON#
  3 a statement: Query ENTRIES# backwards       4 the central write: BatchGet course, assignment, contact, wallet,
                                                  receipt
  5 enrollments newest first | of a contact | of an organization: indexes list, by_a, by_b; of a course: Query prefix
  6 partners by age: index list                 7 a partner's catalogue: COURSES and OWN_COURSES of it merged with
                                                  index list of all
  8 contacts by age | by word | of an organization       9 who gets a mail: Query ADMINS of partner and platform
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from shared.ids import is_own_course

HOUSE = "prt_00000000000000000000000000"
"""The built-in partner of the platform's direct customers; it has no wallet."""


class Key(NamedTuple):
    """Where one item stands: table is `ledger` or `portal`."""

    table: str
    pk: str
    sk: str

    @property
    def attributes(self) -> dict[str, dict[str, str]]:
        """It as DynamoDB attribute values."""
        return {"pk": {"S": self.pk}, "sk": {"S": self.sk}}


def wallet(partner_id: str) -> Key:
    return Key("ledger", f"WALLET#{partner_id}", "WALLET")


def line(partner_id: str) -> Key:
    return Key("ledger", f"LINE#{partner_id}", "LINE")


def entry(partner_id: str, seq: int) -> Key:
    return Key("ledger", f"ENTRIES#{partner_id}", f"ENTRY#{seq:012d}")


def money_receipt(partner_id: str, key: str, start: int = 0) -> Key:
    """`start` is the place in a batch from which on this part's receipt answers; 0 for all else."""
    return Key("ledger", f"RECEIPT#{partner_id}#{key}", f"RECEIPT#{start}" if start else "RECEIPT")


def partner(partner_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}", "PARTNER")


def reconciled(partner_id: str) -> Key:
    return Key("portal", f"RECONCILED#{partner_id}", "RECONCILED")


def partner_admin(partner_id: str, person_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#ADMINS", person_id)


def partner_staff(partner_id: str, person_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#STAFF", person_id)


def profile(partner_id: str, profile_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#PROFILES", profile_id)


def brand(scope: str) -> Key:
    """Scope is `PLATFORM` or `PARTNER#<id>`."""
    return Key("portal", f"{scope}#BRAND", "BRAND")


def logo(scope: str, content_hash: str) -> Key:
    return Key("portal", f"{scope}#BRAND", f"LOGO#{content_hash}")


def viewed(partner_id: str, contact_id: str, day: str, viewer_id: str, enrollment_id: str) -> Key:
    """One row a day for each who looks at a contact's result."""
    return Key("portal", f"PARTNER#{partner_id}#VIEWED#{contact_id}", f"{day}#{viewer_id}#{enrollment_id}")


def top_up_request(partner_id: str, request_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#TOP_UP_REQUESTS", request_id)


def assignment(partner_id: str, course_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#COURSES", course_id)


def contact(partner_id: str, contact_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#CONTACTS", contact_id)


def contact_email(partner_id: str, email: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#EMAILS", email)


def contact_word(partner_id: str, field: str, word: str, contact_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#WORDS", f"{field}#{word}#{contact_id}")


def organization(partner_id: str, organization_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#ORGANIZATIONS", organization_id)


def organization_vat(partner_id: str, vat_number: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#VAT_NUMBERS", vat_number)


def organization_word(partner_id: str, field: str, word: str, organization_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#ORGANIZATION_WORDS", f"{field}#{word}#{organization_id}")


def member(partner_id: str, organization_id: str, contact_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#MEMBERS#{organization_id}", contact_id)


def key_contact(partner_id: str, organization_id: str, contact_id: str) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#KEY_CONTACTS#{organization_id}", contact_id)


def whose(record_id: str) -> Key:
    """Which partner has the contact, organization or own course of this id, for who has nothing but the id."""
    return Key("portal", f"WHOSE#{record_id}", "WHOSE")


def enrollment(partner_id: str, course_id: str, contact_id: str, attempt: int) -> Key:
    return Key("portal", f"PARTNER#{partner_id}#ENROLLMENTS", f"{course_id}#{contact_id}#{attempt:04d}")


def audit(scope: str, ulid: str) -> Key:
    """Scope is `PLATFORM`, `PARTNER#<id>` or, for what people do with their own account, `PERSON#<id>`."""
    return Key("portal", f"{scope}#AUDIT", ulid)


PLATFORM = Key("portal", "PLATFORM", "PLATFORM")
PARTNERS = "PLATFORM#PARTNERS"
"""The partition of index `list` with all partners, by age."""


def platform_admin(person_id: str) -> Key:
    return Key("portal", "PLATFORM#ADMINS", person_id)


def trainer(person_id: str) -> Key:
    return Key("portal", "PLATFORM#TRAINERS", person_id)


def slug(slug: str) -> Key:
    return Key("portal", "PLATFORM#SLUGS", slug)


DOMAINS = "PLATFORM#DOMAINS"
"""The partition of index `list` with the domains that are followed, by when each is due to be looked at."""


def own_domain(partner_id: str, name: str) -> Key:
    """A domain that a partner brings, and how far that has come; whose it is says `host`."""
    return Key("portal", f"PARTNER#{partner_id}#DOMAINS", name)


SENDERS = "PLATFORM#SENDERS"
"""The partition of index `list` with sending domains, by when each is due to be looked at."""


def sender(partner_id: str, name: str) -> Key:
    """A domain that a partner's mails shall come from."""
    return Key("portal", f"PARTNER#{partner_id}#SENDERS", name)


def host(name: str) -> Key:
    """Whose domain a host name is; names below the platform's own are slugs."""
    return Key("portal", f"HOST#{name}", "HOST")


def course(course_id: str) -> Key:
    return Key("portal", "PLATFORM#COURSES", course_id)


def own_course(partner_id: str, course_id: str) -> Key:
    """One of a partner's own courses."""
    return Key("portal", f"PARTNER#{partner_id}#OWN_COURSES", course_id)


def course_at(partner_id: str, course_id: str) -> Key:
    """The course that is meant by this id at this partner: one of its own or of the platform, as the id says.

    `course` finds the platform's alone, so an own course is never found where no partner is named, nor at another one.
    """
    return own_course(partner_id, course_id) if is_own_course(course_id) else course(course_id)


def course_partner(course_id: str, partner_id: str) -> Key:
    return Key("portal", f"PLATFORM#COURSE#{course_id}", partner_id)


def person(person_id: str) -> Key:
    return Key("portal", f"PERSON#{person_id}", "PERSON")


def person_word(person_id: str, field: str, word: str) -> Key:
    return Key("portal", f"PERSON#{person_id}#WORDS", f"{field}#{word}")


def platform_membership(person_id: str) -> Key:
    """What somebody is at the platform, an admin or a trainer: one of them, for an admin may do all."""
    return Key("portal", f"PERSON#{person_id}", "MEMBERSHIP#platform")


def partner_membership(person_id: str, partner_id: str) -> Key:
    return Key("portal", f"PERSON#{person_id}", f"MEMBERSHIP#partner#{partner_id}")


def organization_membership(person_id: str, organization_id: str) -> Key:
    """What a key contact or portal user is at an organization; it names the partner."""
    return Key("portal", f"PERSON#{person_id}", f"MEMBERSHIP#organization#{organization_id}")


def contact_membership(person_id: str, partner_id: str) -> Key:
    """Which contact of a partner a person is, with what profile of their own."""
    return Key("portal", f"PERSON#{person_id}", f"MEMBERSHIP#contact#{partner_id}")


def session(token_hash: str) -> Key:
    return Key("portal", f"SESSION#{token_hash}", "SESSION")


def own_session(person_id: str, session_id: str) -> Key:
    """The same session in the list of its person."""
    return Key("portal", f"PERSON#{person_id}", f"SESSION#{session_id}")


def identity(sign_in_domain: str, email: str) -> Key:
    return Key("portal", f"IDENTITY#{sign_in_domain}", email)


def link(token_hash: str) -> Key:
    return Key("portal", f"LINK#{token_hash}", "LINK")


def counter(what: str) -> Key:
    return Key("portal", f"COUNTER#{what}", "COUNTER")


def suppressed(address: str) -> Key:
    """Where it stands that no mail goes to an address any more; the key holds its hash alone (SHA-256, hex)."""
    return Key("portal", f"SUPPRESSED#{hashlib.sha256(address.lower().encode()).hexdigest()}", "SUPPRESSED")


def receipt(scope: str, key: str) -> Key:
    """Scope is the caller: the same key of two people never meets."""
    return Key("portal", f"RECEIPT#{scope}#{key}", "RECEIPT")
