"""Mail as the partner: the domain that a whitelabel partner's mails come from, proven, signed (DKIM), followed.

The API and the page write down what is wished; the worker of domains, whose role alone may ask SES, follows it
(`follow`) and writes the address onto the partner's record, where `notify` finds it. Until then, and whenever it fails,
the partner's mails come from the platform's sender, under the partner's name.
"""
