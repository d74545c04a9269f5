"""The rules as a workbook: written for a spreadsheet program, read back, and what was changed there.

- ``errors``: what is wrong with a workbook
- ``plain_text``: what spreadsheet programs do to a text, undone
- ``columns``: the columns of the sheets
- ``cells``: the parts of a rule as the text of a cell, and back
- ``sources``: the knowledge files that the sheets are made of
- ``allowed_values``: the sheet of values that cells may hold
- ``writing``: the workbook written
- ``package``: the parts of a workbook file, looked at before anything reads them
- ``reading``: the cells of a workbook
- ``read_only``: sheets that are there to be read
- ``changes``: what a workbook says otherwise than the rules
- ``checking``: whether changed and new rules can be rules, cell by cell
- ``yaml_text``: parts of a rule as lines of YAML
- ``splicing``: lines of a YAML text replaced and all others kept
- ``overlay_file``: changes as entries of an overlay
- ``trying``: the rules as they would be with changed files
- ``editing``: changes as edits of the knowledge files
"""
