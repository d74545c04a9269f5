"""``springstep batch``: tables of athletes.

- ``group``: the commands; a table named at once is advised
- ``advise``: a table advised into another, and why of one row
- ``shares``: how many are told what, and by which rules
- ``diff``: whose plan other rules change
- ``extra``: what is said where the extra is missing
"""
