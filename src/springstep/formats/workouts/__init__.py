"""A plan as a file of a watch, a calendar, or a program that knows workouts.

Each writer takes a ``NamedRun``, keeps to the limits of its format, and reads back what it wrote before anyone gets it.

- ``named_run``: a run in the words of a watch, as every format gets it
- ``naming``: the run that a plan comes to, with short names and cues
- ``fit``, ``fit_reading``: a workout file of a watch, written, and read by two readers
- ``interval_text``: the text that intervals.icu reads
- ``zwift``: a workout of Zwift
- ``calendar``, ``calendar_lines``: events of a calendar, and these read line by line
- ``week``: the coming runs with bursts as events
- ``qr_code``: the event as a picture that a phone reads
- ``read_back``: what was read compared with what was to be written
- ``texts``: what a text of a file may hold
- ``libraries``: whether the extra is there
"""
