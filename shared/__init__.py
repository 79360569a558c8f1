"""The words and tools every room needs: keys, problems, callers, facts, the commit of a transaction.

Any function may import from here; nothing in here knows a room.
"""
