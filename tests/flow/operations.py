"""Every operation of the API, with the expectation of `tests/flow/expected.py` that holds for it.

`{record_id=contact_id}` says of which kind a parameter of the document is, `{module=people}` what is asked there.
A query may stand on a line of its own. The last column is what each success needs made for it, so that no cell finds
what another one left.
"""

OPERATIONS = """
operation                                                                                expected  new for each success
GET    /health                                                                           OPEN
POST   /v1/session                                                                       SIGN_IN
POST   /v1/session/mfa                                                                   CODE
POST   /v1/session/refresh                                                               REFRESH
DELETE /v1/session                                                                       SELF
POST   /v1/browser-sessions                                                              SIGN_IN
POST   /v1/browser-sessions/mfa                                                          CODE
DELETE /v1/browser-sessions/current                                                      OPEN
POST   /v1/password-links                                                                OPEN
POST   /v1/passwords                                                                     LINK
GET    /v1/me                                                                            SELF
PATCH  /v1/me                                                                            SELF
GET    /v1/me/audit                                                                      SELF
GET    /v1/me/sessions                                                                   SELF
DELETE /v1/me/sessions/{session_id}                                                      OWN       session
PUT    /v1/me/password                                                                   PROOF
POST   /v1/me/second-factor                                                              PROOF
PUT    /v1/me/second-factor                                                              PROOF
DELETE /v1/me/second-factor                                                              PROOF

PATCH  /v1/platform                                                                      PLATFORM
GET    /v1/platform/admins                                                               PLATFORM
POST   /v1/platform/admins                                                               PLATFORM
DELETE /v1/platform/admins/{person_id}                                                   PLATFORM  colleague
POST   /v1/platform/admins/{person_id}/invitation                                        PLATFORM  colleague
DELETE /v1/platform/admins/{person_id}/second-factor                                     FACTORS
DELETE /v1/platform/admins/{person_id}/mail-suppression                                  PLATFORM  colleague
GET    /v1/platform/trainers                                                             PLATFORM
POST   /v1/platform/trainers                                                             PLATFORM
PATCH  /v1/platform/trainers/{person_id}                                                 PLATFORM  trainer
DELETE /v1/platform/trainers/{person_id}                                                 PLATFORM  trainer
POST   /v1/platform/trainers/{person_id}/invitation                                      PLATFORM  trainer
DELETE /v1/platform/trainers/{person_id}/mail-suppression                                PLATFORM  trainer
GET    /v1/platform/audit                                                                PLATFORM
GET    /v1/platform/overview                                                             PLATFORM
GET    /v1/platform/search                                                               PLATFORM
GET    /v1/platform/brand                                                                PLATFORM
PUT    /v1/platform/brand                                                                PLATFORM
PUT    /v1/platform/brand/logos/{variant=light}                                          PLATFORM
DELETE /v1/platform/brand/logos/{variant=light}                                          PLATFORM

GET    /v1/courses                                                                       CATALOG
GET    /v1/courses?partner_id={partner_id}                                               SEEN
POST   /v1/courses                                                                       PLATFORM
GET    /v1/courses/{course_id}                                                           COURSE
GET    /v1/courses/{course_id}?partner_id={partner_id}                                   OFFER
PATCH  /v1/courses/{course_id}                                                           EDIT
GET    /v1/courses/{course_id}/partners                                                  HOLDERS
PUT    /v1/courses/{course_id}/partners/{partner_id}                                     ASSIGN    course
DELETE /v1/courses/{course_id}/partners/{partner_id}                                     ASSIGN    course

GET    /v1/partners/{partner_id}/courses                                                 SEEN
POST   /v1/partners/{partner_id}/courses                                                 OWNER
GET    /v1/partners/{partner_id}/courses/{course_id=partners_course_id}                  OWNED
PATCH  /v1/partners/{partner_id}/courses/{course_id=partners_course_id}                  OWNER

GET    /v1/partners                                                                      SELF
POST   /v1/partners                                                                      PLATFORM
GET    /v1/partners/{partner_id}                                                         RECORDS
PATCH  /v1/partners/{partner_id}                                                         SET
POST   /v1/partners/{partner_id}/suspension                                              MANAGE    partner
DELETE /v1/partners/{partner_id}/suspension                                              MANAGE    partner
POST   /v1/partners/{partner_id}/closure                                                 MANAGE    partner
DELETE /v1/partners/{partner_id}/closure                                                 MANAGE    partner
POST   /v1/partners/{partner_id}/acting                                                  ACT
DELETE /v1/partners/{partner_id}/acting                                                  ACT
GET    /v1/partners/{partner_id}/audit                                                   ADMINS
GET    /v1/partners/{partner_id}/overview                                                RECORDS
GET    /v1/partners/{partner_id}/brand                                                   ADMINS
PUT    /v1/partners/{partner_id}/brand                                                   BRAND
PUT    /v1/partners/{partner_id}/brand/logos/{variant=light}                             BRAND
DELETE /v1/partners/{partner_id}/brand/logos/{variant=light}                             BRAND

GET    /v1/partners/{partner_id}/domains                                                 ADMINS
POST   /v1/partners/{partner_id}/domains                                                 BRAND     quota
GET    /v1/partners/{partner_id}/domains/{domain_id}                                     DOMAIN
POST   /v1/partners/{partner_id}/domains/{domain_id}/check                               DOMAINS   quota
POST   /v1/partners/{partner_id}/domains/{domain_id}/use                                 USE
DELETE /v1/partners/{partner_id}/domains/{domain_id}                                     DOMAINS   domain

GET    /v1/partners/{partner_id}/admins                                                  TEAM
POST   /v1/partners/{partner_id}/admins                                                  STAFF
DELETE /v1/partners/{partner_id}/admins/{person_id}                                      STAFF     admin
POST   /v1/partners/{partner_id}/admins/{person_id}/invitation                           STAFF     admin
DELETE /v1/partners/{partner_id}/admins/{person_id}/second-factor                        FACTOR
GET    /v1/partners/{partner_id}/staff                                                   TEAM
POST   /v1/partners/{partner_id}/staff                                                   STAFF
GET    /v1/partners/{partner_id}/staff/{person_id}                                       TEAM
PATCH  /v1/partners/{partner_id}/staff/{person_id}                                       STAFF     staff
DELETE /v1/partners/{partner_id}/staff/{person_id}                                       STAFF     staff
POST   /v1/partners/{partner_id}/staff/{person_id}/invitation                            STAFF     staff

GET    /v1/partners/{partner_id}/senders                                                 ADMINS
POST   /v1/partners/{partner_id}/senders                                                 SENDS
DELETE /v1/partners/{partner_id}/senders/{sender_id}                                     SENDER
DELETE /v1/partners/{partner_id}/contacts/{contact_id}/mail-suppression                  SET
DELETE /v1/partners/{partner_id}/admins/{person_id}/mail-suppression                     STAFF     admin
DELETE /v1/partners/{partner_id}/staff/{person_id}/mail-suppression                      STAFF     staff

GET    /v1/partners/{partner_id}/wallet                                                  WALLET
GET    /v1/partners/{partner_id}/wallet/entries                                          WALLET
GET    /v1/partners/{partner_id}/wallet/entries.csv                                      WALLET
GET    /v1/partners/{partner_id}/wallet/verification                                     WALLET
POST   /v1/partners/{partner_id}/wallet/top-ups                                          MONEY
POST   /v1/partners/{partner_id}/wallet/deductions                                       MONEY
GET    /v1/partners/{partner_id}/wallet/top-up-requests                                  WALLET
POST   /v1/partners/{partner_id}/wallet/top-up-requests                                  ASK       allowance

GET    /v1/partners/{partner_id}/contacts                                                SEEN
POST   /v1/partners/{partner_id}/contacts                                                WRITE
POST   /v1/partners/{partner_id}/contacts/batches                                        WRITE
POST   /v1/partners/{partner_id}/contacts/matches                                        RECORDS
GET    /v1/partners/{partner_id}/contacts/{contact_id}                                   ONE_SEEN
PATCH  /v1/partners/{partner_id}/contacts/{contact_id}                                   WRITE
GET    /v1/partners/{partner_id}/contacts/{contact_id}/views                             ADMINS
GET    /v1/partners/{partner_id}/contacts/{contact_id}/portal-access                     RECORDS
PUT    /v1/partners/{partner_id}/contacts/{contact_id}/portal-access                     SET       member
DELETE /v1/partners/{partner_id}/contacts/{contact_id}/portal-access                     SET       visitor
POST   /v1/partners/{partner_id}/contacts/{contact_id}/portal-access/invitation          SET       visitor
GET    /v1/partners/{partner_id}/organizations                                           RECORDS
POST   /v1/partners/{partner_id}/organizations                                           WRITE
GET    /v1/partners/{partner_id}/organizations/{organization_id}                         RECORDS
PATCH  /v1/partners/{partner_id}/organizations/{organization_id}                         WRITE
GET    /v1/partners/{partner_id}/organizations/{organization_id}/contacts                RECORDS
GET    /v1/partners/{partner_id}/organizations/{organization_id}/key-contacts            RECORDS
POST   /v1/partners/{partner_id}/organizations/{organization_id}/key-contacts            SET       member
DELETE /v1/partners/{partner_id}/organizations/{organization_id}/key-contacts/{contact_id} SET       key_contact

GET    /v1/partners/{partner_id}/enrollments                                             SEEN
GET    /v1/partners/{partner_id}/enrollments.csv                                         SEEN
POST   /v1/partners/{partner_id}/enrollments                                             ENROLL    contact
POST   /v1/partners/{partner_id}/enrollments/batches                                     ENROLL    contact
GET    /v1/partners/{partner_id}/enrollments/{enrollment_id}                             ONE_SEEN
PATCH  /v1/partners/{partner_id}/enrollments/{enrollment_id}                             RESULT    enrollment
POST   /v1/partners/{partner_id}/enrollments/{enrollment_id}/withdrawal                  WRITE     enrollment

GET    /v1/partners/{partner_id}/modules                                                 ADMINS
GET    /v1/partners/{partner_id}/profiles                                                ADMINS
POST   /v1/partners/{partner_id}/profiles                                                SET
GET    /v1/partners/{partner_id}/profiles/{profile_id}                                   ADMINS
PATCH  /v1/partners/{partner_id}/profiles/{profile_id}                                   SET       profile
DELETE /v1/partners/{partner_id}/profiles/{profile_id}                                   SET       profile
POST   /v1/partners/{partner_id}/profiles/{profile_id}/differences                       ADMINS
GET    /v1/partners/{partner_id}/profiles/{profile_id}/preview                           ADMINS
       ?contact_id={contact_id}&organization_id={organization_id}
POST   /v1/partners/{partner_id}/profiles/{profile_id}/preview                           ADMINS
       ?contact_id={contact_id}
GET    /v1/partners/{partner_id}/profiles/{profile_id}/preview/{module=people}           ADMINS
       ?contact_id={contact_id}
POST   /v1/partners/{partner_id}/profiles/{profile_id}/preview/{module=people}           ADMINS
       ?contact_id={contact_id}&organization_id={organization_id}

GET    /v1/business/{organization_id}/modules                                            PORTAL
GET    /v1/business/{organization_id}/company                                            PORTAL
GET    /v1/business/{organization_id}/company.csv                                        PORTAL
GET    /v1/business/{organization_id}/company/{record_id=company_id}                     PORTAL
PATCH  /v1/business/{organization_id}/company/{record_id=company_id}                     PORTAL
GET    /v1/business/{organization_id}/people                                             PORTAL
GET    /v1/business/{organization_id}/people.csv                                         NOT_GIVEN
POST   /v1/business/{organization_id}/people                                             NOT_GIVEN
GET    /v1/business/{organization_id}/people/{record_id=contact_id}                      PORTAL
PATCH  /v1/business/{organization_id}/people/{record_id=contact_id}                      PORTAL
GET    /v1/business/{organization_id}/enrollments                                        NOT_USERS
GET    /v1/business/{organization_id}/enrollments.csv                                    NOT_USERS
GET    /v1/business/{organization_id}/enrollments/{record_id=enrollment_id}              NOT_USERS

GET    /v1/me/{partner_id}/modules                                                       MINE
GET    /v1/me/{partner_id}/company                                                       PROFILED
GET    /v1/me/{partner_id}/company.csv                                                   PROFILED
GET    /v1/me/{partner_id}/company/{record_id=company_id}                                PROFILED
PATCH  /v1/me/{partner_id}/company/{record_id=company_id}                                PROFILED
GET    /v1/me/{partner_id}/people                                                        MINE
GET    /v1/me/{partner_id}/people.csv                                                    WITHHELD
GET    /v1/me/{partner_id}/people/{record_id=contact_id}                                 MINE
PATCH  /v1/me/{partner_id}/people/{record_id=contact_id}                                 GRANTED
GET    /v1/me/{partner_id}/enrollments                                                   LEARNING
GET    /v1/me/{partner_id}/enrollments.csv                                               NO_EXPORT
GET    /v1/me/{partner_id}/enrollments/{record_id=enrollment_id}                         LEARNING
GET    /v1/me/{partner_id}/views                                                         LEARNING
"""

NARROWED = {
    "GET /v1/partners/{partner_id}/audit?subject={contact_id}": "404",
    "GET /v1/partners/{partner_id}/contacts?organization_id={organization_id}": "404",
    "GET /v1/partners/{partner_id}/enrollments?course_id={course_id}": "404",
    "GET /v1/partners/{partner_id}/enrollments?contact_id={contact_id}": "404",
    "GET /v1/partners/{partner_id}/enrollments?organization_id={organization_id}": "404",
    "GET /v1/business/{organization_id}/enrollments?person={contact_id}": "ok",
    "GET /v1/business/{organization_id}/enrollments?course={course_id}": "ok",
    "GET /v1/me/{partner_id}/enrollments?course={course_id}": "ok",
}
"""Lists narrowed to a record: with another's or an unknown one they are empty; the word is for other spellings.

All else under one's own with one record of another's is 404, but for a person in a batch (`unknown_contact`).
"""

SEARCHES = (
    "/v1/partners?q=al",
    "/v1/partners/{partner_id}/contacts?q=ada",
    "/v1/partners/{partner_id}/contacts?q=neri&archived=true",
    "/v1/partners/{partner_id}/contacts?tag=primo%20soccorso",
    "/v1/partners/{partner_id}/organizations?q=gialli",
    "/v1/partners/{partner_id}/enrollments?status=withdrawn",
    "/v1/partners/{partner_id}/wallet/entries.csv?before=4",
    "/v1/business/{organization_id}/people?q=ada",
    "/v1/business/{organization_id}/enrollments?sort=enrolled_at",
    "/v1/business/{organization_id}/enrollments?status=completed",
    "/v1/me/{partner_id}/enrollments?sort=enrolled_at",
)
"""Lists searched, sorted and filtered."""
