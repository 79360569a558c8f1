"""The companies that buy credits: made, changed, suspended, closed and reopened by the platform; their admins.

The built-in house partner (the platform's direct customers) is made by `infra.first_admin` and only renamed here.
"""
