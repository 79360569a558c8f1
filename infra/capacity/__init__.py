"""What Portico's requests cost: the rules by which DynamoDB counts, list prices, the table of all commands and pages.

For who runs Portico or changes it: read infra/CAPACITY.md. Nothing of it is shipped; tests/capacity measure it.
"""
