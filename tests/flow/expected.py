"""What is expected, by caller and by whose the ids are: the half of the isolation matrix that is about authority.

Each row of `OPERATIONS` (tests/flow/operations.py) names an expectation; a row here says what each caller hears:

  nobody     not signed in                       by course  supervisor of chosen courses
  platform   platform admin, by token or cookie  by people  supervisor of an organization, and one of a tag
  trainer    of one course of Alfa's             suspended  admin and key contact at a suspended partner
  admin      admin of Alfa, by token or cookie,  closed     the same at a closed one, signed in before it was closed
             or of Beta                          gone       was the same at Alfa until a moment ago; the token counts
  enroller   of Alfa's staff, as are finance,    key        key contact of an organization of Alfa's
             reader (read only), supervisors     user       portal user of it, narrowed by an access profile
                                                 learner    contact of Alfa's with access to their own portal

A cell is what is heard at ids of what is theirs: Alfa's, or their own partner's, organization, contact and session.
Anywhere else, another partner's, the house's, unknown ids and known ones spelled otherwise, `elsewhere` holds. Two
words `x/y` are x at theirs and y at another's. The platform's people are at home at every partner: for a trainer
`elsewhere` are ids that never were, for its admin `PLATFORM_AT` says what other kinds of partners and `strange` ids
(those that never were, those spelled otherwise) are. Where a path names no id, the caller's own column says it all.
"""

WORDS = {
    "401": (401, "not-signed-in"),
    "403": (403, "not-allowed"),
    "404": (404, "not-found"),
    "susp": (409, "partner-suspended"),
    "shut": (403, "partner-closed"),
    "house": (409, "house-partner"),
    "label": (409, "not-whitelabel"),
    "down": (409, "domain-not-served"),
    "wrong": (401, "invalid-credentials"),
    "code?": (401, "mfa-invalid"),
    "link?": (410, "link-invalid"),
    "422": (422, "invalid-request"),
    "web": (409, "browser-only"),
}
"""What is heard; `ok` is the success that the document of the API names, `web` ok by cookie, `.` is not asked."""

CONSOLES = """
         nobody platform trainer admin enroller finance reader by     by     sus-   closed    gone  contact elsewhere
                                                               course people pended
OPEN     ok     ok       ok      ok    ok       ok      ok     ok     ok     ok     ok        ok    ok      .
SIGN_IN  wrong  ok       ok      ok    ok       ok      ok     ok     ok     ok     wrong     wrong ok      .
REFRESH  401    ok       ok      ok    ok       ok      ok     ok     ok     ok     401       401   ok      .
CODE     code?  code?    code?   code? code?    code?   code?  code?  code?  code?  code?     code? code?   .
LINK     link?  link?    link?   link? link?    link?   link?  link?  link?  link?  link?     link? link?   .
SELF     401    ok       ok      ok    ok       ok      ok     ok     ok     ok     ok        ok    ok      .
PROOF    401    422      422     422   422      422     422    422    422    422    422       422   422     .
OWN      401    ok/404   ok/404  ok    ok       ok      ok     ok     ok     ok     ok        ok    ok      404
PLATFORM 401    ok       403     403   403      403     403    403    403    403    403       403   403     403
FACTORS  401    404      403     403   403      403     403    403    403    403    403       403   403     403

CATALOG  401    ok       ok      ok    ok       ok      ok     ok     ok     ok     shut      403   403     .
COURSE   401    ok       ok/404  ok    ok       ok      ok     ok     404    ok     shut/shut 404   404     404
HOLDERS  401    ok       ok/404  403   403      403     403    403    404    403    shut/shut 404   404     404
EDIT     401    ok       403/404 403   403      403     403    403    404    403    shut/shut 404   404     404
ASSIGN   401    ok       403/404 403   403      403     403    403    404    403    shut/shut 404   404     404

SEEN     401    ok       ok      ok    ok       ok      ok     ok     ok     ok     shut      404   404     404
ONE_SEEN 401    ok       ok/404  ok    ok       ok      ok     ok     ok     ok     shut      404   404     404
OFFER    401    ok       ok/404  ok    ok       ok      ok     ok     404    ok     shut      404   404     404
OWNED    401    ok       404     ok    ok       ok      ok     404    404    ok     shut      404   404     404
RECORDS  401    ok       403     ok    ok       ok      ok     403    403    ok     shut      404   404     404
WALLET   401    ok       403     ok    ok       ok      ok     403    403    ok     shut      404   404     404
ADMINS   401    ok       403     ok    403      403     403    403    403    ok     shut      404   404     404
TEAM     401    ok       403     ok    403      403     403    403    403    ok     shut      404   404     404

WRITE    401    ok       403     ok    ok       403     403    403    403    susp   shut      404   404     404
ENROLL   401    ok       403     ok    ok       403     403    403    403    susp   shut      404   404     404
RESULT   401    ok       ok/404  403   403      403     403    403    403    403    shut      404   404     404
ASK      401    ok       403     ok    ok       ok      403    403    403    susp   shut      404   404     404
SET      401    ok       403     ok    403      403     403    403    403    susp   shut      404   404     404
BRAND    401    ok       403     ok    403      403     403    403    403    susp   shut      404   404     404
OWNER    401    403      403     ok    403      403     403    403    403    susp   shut      404   404     404
DOMAIN   401    ok       403     ok    403      403     403    403    403    ok     shut      404   404     404
DOMAINS  401    ok       403     ok    403      403     403    403    403    susp   shut      404   404     404
USE      401    down     403     down  403      403     403    403    403    susp   shut      404   404     404
SENDS    401    422      403     422   403      403     403    403    403    susp   shut      404   404     404
SENDER   401    404      403     404   403      403     403    403    403    susp   shut      404   404     404
STAFF    401    ok       403     ok    403      403     403    403    403    susp   shut      404   404     404
MONEY    401    ok       403     403   403      403     403    403    403    403    shut      404   404     404
MANAGE   401    ok       403     403   403      403     403    403    403    403    shut      404   404     404
FACTOR   401    404      403     403   403      403     403    403    403    403    shut      404   404     404
ACT      401    web      403     403   403      403     403    403    403    403    shut      404   404     404
"""
"""Of the platform and the partners. `contact` are the contacts of `PORTALS`: key, user, learner."""

PLATFORM_AT = """
         house suspended closed strange
*        ok    ok        ok     404
OWN      404   404       404    404
PLATFORM .     .         .      404
FACTORS  .     .         .      404
ASSIGN   house ok        ok     404
WALLET   404   ok        ok     404
TEAM     house ok        ok     404
ENROLL   ok    susp      shut   404
ASK      404   ok        ok     404
BRAND    label ok        ok     404
OWNED    404   ok        ok     404
OWNER    403   403       403    404
DOMAIN   404   ok        ok     404
DOMAINS  404   ok        ok     404
USE      404   down      down   404
SENDS    label 422       422    404
SENDER   404   404       404    404
STAFF    house ok        ok     404
MONEY    404   ok        ok     404
MANAGE   house ok        ok     404
FACTOR   404   404       404    404
ACT      web   web       web    404
"""
"""What the platform's admin hears at other kinds of partners than one in use; `*` is every expectation not named."""

PORTALS = """
           nobody key user learner suspended closed others elsewhere
PORTAL     401    ok  ok   404     ok        shut   404    404
NOT_GIVEN  401    ok  403  404     ok        shut   404    404
NOT_USERS  401    ok  404  404     ok        shut   404    404
MINE       401    ok  ok   ok      ok        shut   404    404
PROFILED   401    404 ok   404     404       shut   404    404
GRANTED    401    403 ok   403     403       shut   404    404
WITHHELD   401    403 403  403     403       shut   404    404
NO_EXPORT  401    403 404  403     403       shut   404    404
LEARNING   401    ok  404  ok      ok        shut   404    404
"""
"""Of an organization's portal, and of one's own, where a key contact is a learner. `others` are all but contacts.

The user's profile: `people` their own and to change, without export; `company` with everything; no `enrollments`.
"""
