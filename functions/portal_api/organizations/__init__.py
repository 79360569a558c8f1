"""Customer companies of a partner, as records: create, change, find, and who belongs to one."""
