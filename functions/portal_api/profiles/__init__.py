"""Access profiles: named templates of a partner that say what its contacts see and may do, module by module.

Staff of the partner make, compare, preview and change them; `business` reads the one a membership names. Two are built
in, *key contact* and *learner*, and nobody changes them.
"""
