"""What the figures stand beside: an open-source ledger and the bare floors, each started here and ended here.

Everything listens on loopback and keeps its data in a folder that goes away; `places` makes the environments.
"""
