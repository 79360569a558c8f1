"""The partner's own look at its credits: what there is, what moved, that the books are whole, and how to get more.

Only pages stand here. Credits are moved by `wallet` and `enroll`; the request for a top-up is the `partners` room's.
"""
