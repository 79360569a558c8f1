"""The audit as those concerned read it: who did what to which record, when, from which view; and who saw whose results.

Rows are written with what they tell of (`command.py` and `shared/trail.py`, `enrollments/views_trail.py`); this room
only reads them, and nobody changes one. What was done stands with its partner, with the platform, or with the person
whose account it is. Who saw results is read by the partner's admins and by the person whose results they are.

Money has a record of its own, stronger than these rows: top-ups, deductions, enrollments and withdrawals are entries
of the wallet's history, hashed one after the other, with who and when; the enrollment names who enrolled
(`enrolled_by`) and its entry. An entry does not say from which view it was made: what is hashed is fixed, and stays.
"""
