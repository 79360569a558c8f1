"""Who somebody is and how they prove it: sign-in, passwords and one-time links, admins invited and dismissed.

Cognito keeps passwords and second factors under an opaque username, our person id; everything else stands in the
Portal table. Other rooms may call the verbs about admins (`invite_admin`, `dismiss_admin`, `list_admins`), and when
they give somebody a role `newcomer`, `invitations` and `places`; nobody else speaks to Cognito.
"""
