"""Who learns what, and the moment it is paid: enrol one, enrol many, withdraw, set a result.

`place` is the central write: receipt, enrollments, wallet and entry in one transaction. Pays by way of
`functions.wallet`; portal_api may import the nouns from here, and reads enrollments through them.
"""
