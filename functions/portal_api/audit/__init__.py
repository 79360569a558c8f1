"""The audit as those concerned read it: who did what to which record at a partner, or at the platform, newest first.

Rows are written by `command.py` and `trail.py` with what they tell of; this room only reads them, and nobody changes
one. Money's own record is the wallet's history.
"""
