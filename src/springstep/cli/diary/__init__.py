"""``springstep diary``: one module a subcommand, gathered in ``group``.

- ``add``, ``edit``, ``delete``: one run written down, changed, or deleted
- ``list_entries``, ``show``, ``trend``: entries by day, one entry in full, and week by week
- ``race``: the day of the next race
- ``check``: whether every entry is as it was written
- ``replay``: an old plan worked out again
- ``export_entries``, ``import_entries``: to a folder of plain files, and back
- ``import_activity``: runs that a watch recorded
- ``activity_taking``, ``activity_lines``: what becomes of its files, and what is said of them
- ``import_wellness``: what a watch or a health app says of days
- ``which_diary``: which diary is meant, and which day is today
- ``ask_entry``: an entry asked for question by question
- ``urgent``: a danger told on the way, answered and kept at once
- ``run_day``: the day of a run as people tell it, asked back where its year may be a slip
- ``refused``: a danger heard in an entry that is refused, and the way out
- ``held``: how much a diary holds, in words
- ``entry_input``: an entry given by options or JSON
- ``answer_lines``: what the rules answer to an entry at once
- ``diary_page``: entries and weeks for people to read
"""
