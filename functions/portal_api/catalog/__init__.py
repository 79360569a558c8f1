"""Platform courses: made and priced by the platform, assigned to partners, listed to each with the cost that applies.

What an enrollment costs is decided in `shared/price.py`, by which `enroll` charges too.
"""
