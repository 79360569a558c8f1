"""Enrollments as they can be read: lists, one by id, as CSV; and who saw results. Only `enroll` writes them."""
