"""The diary as pages: what is in it, a run written down, and how the weeks went.

- ``pages``: fills in the pages of the folder ``page``
- ``entry_form``: a form of a run, and the fields of an entry that were entered
- ``entries``: the entries of a diary read for its pages, and written down from its form
- ``planning``: consultations that know a diary, and a plan kept in it
- ``weeks``: the weeks as bars, for a page

A front end says where the diary is, and what day it is.
"""
