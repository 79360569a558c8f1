"""The product on a laptop: the same template on a local engine, behind a small front.

`make run` is `python -m infra.local.run`; tests start the same thing with `infra.local.stack.Stack`.
"""
