"""What watches and health apps say of days, read from what they export; nothing of it is taken for an answer.

- ``reading``: a file read as what it is
- ``day_tables``: tables of intervals.icu and Garmin Connect
- ``apple_health``: the export of Apple Health
- ``errors``: what can go wrong
"""
