"""The diary's entries in one SQLite file: written all or nothing, sealed, and read even where nothing can be written.

- ``store``: one diary: its entries and the next race
- ``merging``: entries merged in
- ``ids``: ids as people type them
- ``place``: where it is
- ``opening``: a diary opened: made, checked, brought up to date, or only read
- ``open_file``: its file while it is open: failures told, writes all or nothing, deletions for good
- ``files``: the file itself: made, connected, checked
- ``held``: files that this process has open, whose locks it keeps
- ``reading``: a diary on what can only be read
- ``transactions``: all or nothing, one at a time
- ``entries_table``: the table of entries
- ``recordings_table``: what watches recorded
- ``wellness_table``: what watches say of days
- ``rows``: an entry as a row, sealed by a checksum
- ``one_plan``: one plan for a day and kind of run
- ``migrations``, ``shape``: its tables version by version, and what they should be
- ``copies``: copies of earlier versions beside it
"""
