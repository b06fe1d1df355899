"""Writing documents: French CDA R2, level 1 and level 3, and plain PDF.

A narrative and its coded entries are always made from the same record, so they never contradict.
"""
