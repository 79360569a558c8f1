"""People's records at a partner: create, change, archive, find. Making one moves no credits.

Other rooms may list the people of an organization by `find_contacts`.
"""
