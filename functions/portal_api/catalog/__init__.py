"""Courses: the platform's, priced and assigned to partners by it alone; and the own ones of whitelabel partners, free.

Each partner's catalogue lists both with the cost that applies. What an enrollment costs, and whether a course takes
any, is decided in `shared/price.py`, by which `enroll` charges too.
"""
