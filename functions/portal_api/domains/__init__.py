"""Domains that whitelabel partners bring: entered by them, proven in DNS, given a certificate, served, given up.

The API and the pages write down what is wished; `worker_handler`, a function with a role of its own, follows each
domain through DNS, certificates and the gateway. Whose a name is stands in `HOST#<name>`, which `shared.hosts` reads.
"""
