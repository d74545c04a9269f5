"""``springstep diary``: one module a subcommand, gathered in ``group``.

- ``add``, ``list_entries``, ``show``, ``edit``, ``delete``, ``trend`` and ``replay``
- ``export_entries``, ``import_entries``: to a folder of plain files, and back
- ``which_diary``: which diary is meant, and which day is today
- ``ask_entry``: an entry asked for step by step; ``entry_input``: one told by options or JSON
- ``diary_page``: entries and weeks for people to read
"""
