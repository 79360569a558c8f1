"""The figures of dashboards: a partner's from a bounded look at its newest movements, the platform's from the books.

Asked by pages and by `/v1/partners/{id}/overview` and `/v1/platform/overview`; decides nothing.
"""
