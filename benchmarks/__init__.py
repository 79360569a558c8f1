"""Figures that a person can rerun: `make bench`, or one part of it with `make bench PART=cold`.

Each part is a module here with a `report()` that measures and tells what it saw in Markdown; `run.py` lists the parts
and writes their reports into README.md, which says how to read them.
"""
