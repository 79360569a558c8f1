"""What contacts may be shown of a partner's records: one declaration a module, and what one caller sees of it.

A room declares its module in `module.py`; `registry.py` lists them; `sight.py` alone decides, from a profile, what
is seen and changed. JSON, pages, search, sort, filters and export all go through a `Sight`, so that what is withheld
is absent everywhere. Any room may declare a module; `business` and `profiles` serve them.
"""
