"""Files of other programs, read and written: recorded runs, plans for watches and calendars.

- ``activity``: recorded runs, read from the files of watches
- ``errors``: what can go wrong with such a file
- ``signal``: what a recording says of the bursts and of the easy running
- ``wellness``: what watches say of days: sleep, resting pulse, HRV, readiness
- ``workouts``: a plan as a file of a watch, a calendar, or a program that knows workouts

Front ends build on this room; the engine knows nothing of it.
"""
