"""Search over everything, for the platform's admins alone: partners, courses, people, organizations, ids.

It reads what other rooms keep, through indexes and bounded queries, eventually consistent: it decides nothing.
"""
