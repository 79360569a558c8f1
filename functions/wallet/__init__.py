"""What a partner may spend, and the proof of it: top up, deduct, statement, verification, reconciliation.

The noun `Wallet` decides without I/O; `store` alone speaks DynamoDB. `enroll` may import from here (it pays
with `movement`); nobody else but portal_api may.
"""
