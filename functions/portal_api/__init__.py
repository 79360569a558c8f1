"""The front desk: everything that does not move credits, one room per capability.

Rooms have the same files: `api.py` (routes), `pages.py`, the noun, the verbs, `store.py`. A room does not reach
into another's store. `command.py` is how every change is made, `lists.py` how every list is read.
"""
