"""Every parser of what comes from outside, under hypothesis: it parses or refuses with a problem, and never fails.

`PORTICO_EXAMPLES=20` asks twenty times as many examples, `PORTICO_SEED=7` other ones (see `examples`).
"""
