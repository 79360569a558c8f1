"""Addresses that mails no longer go to: shown at the people whose they are, and lifted by who looks after them.

`notify` writes them as SES tells of bounces and complaints (`shared.suppression`); here they are only ever lifted.
"""
