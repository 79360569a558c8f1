"""Enrollments as they can be read: lists and one by id. Only `enroll` writes them."""
