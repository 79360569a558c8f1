"""A partner's own people besides its admins, and the platform's trainers: invited, narrowed, dismissed.

One person has one role at one place. Admins are looked after by `account`, which also takes somebody out of here who
becomes an admin. Other rooms call nothing of this one.
"""
