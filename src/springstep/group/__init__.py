"""A group of athletes advised at once, each by the rules as alone: who comes first, and what a change would do to whom.

- ``errors``: what can go wrong with a group as a whole
- ``workbook``: the first sheet of a workbook as lines of cells
- ``table``: a table as spreadsheets write it, CSV or a workbook, as lines of cells
- ``columns``: what each column of a table means
- ``athletes``: the athletes of a table or of a folder of cases, each with the files that go with it
- ``pasted``: the athletes of a table that is pasted as text
- ``advice``: what a group is advised, the worrying ones first
- ``change``: whose advice differs between two rule bases
"""
