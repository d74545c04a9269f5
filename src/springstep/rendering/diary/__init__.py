"""The diary as pages: what is in it, a run written down, and how the weeks went.

- ``pages``: fills in the pages of the folder ``page``
- ``entry_form``: a form of a run, and the fields of an entry that were entered
- ``weeks``: the weeks as bars, for a page

It knows no files: a front end reads the diary, and writes what was entered.
"""
