"""The portal of an organization, and a contact's own: every module as a membership and its access profile show it.

`/v1/business/{organization_id}` is for key contacts and portal users of that organization and nobody else;
`/v1/me/{partner_id}` for a contact of that partner. What is served is declared in `modules`.
"""
