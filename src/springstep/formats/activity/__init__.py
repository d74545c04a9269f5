"""Recorded runs, read from the files of watches; where a run took place is dropped as it is read.

- ``recording``: a run as it was recorded, whatever the file it came in
"""
