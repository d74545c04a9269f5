"""Recordings of runs that nobody ran, each from a seed, with what is true of it.

- ``planned``: plans of bursts
- ``body``: a runner's cadence, speed, stride and pulse from second to second
- ``disturbed``: what happens on the way: stops, hills, surges, slips of the watch
- ``made_run``: one run, put together from a seed, with its truth
- ``watch``: the run as a watch records it: which seconds, which streams, which laps
- ``fit``, ``tcx``, ``gpx``: the recording as a file
- ``health``: exports of days
"""
