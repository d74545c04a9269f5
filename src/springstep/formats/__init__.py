"""Files of other programs: plans for watches and calendars.

- ``errors``: what can go wrong with such a file
- ``workouts``: a plan as a file of a watch, a calendar, or a program that knows workouts
"""
