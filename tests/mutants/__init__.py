"""The mutation gate: every guard of the money and access paths is taken away once, and a named test must fail.

The mutants stand in the `*.toml` files of this folder, one file a subject; `README.md` shows them as a table.
`make test-mutants` runs them all, `python -m tests.mutants.run NAME …` some. Nothing is ever changed in the checkout.
"""
