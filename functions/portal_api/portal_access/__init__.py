"""Which contacts of a partner may sign in, and as what: key contacts of organizations, portal users, learners.

`contacts` calls `follow_contact` when a record changes, so that access ends with what it rests on. Nobody else writes
memberships at organizations or of contacts.
"""
