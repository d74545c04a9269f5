"""Recorded runs, read from the files of watches; where a run took place is dropped as it is read.

- ``recording``: a run as it was recorded, whatever the file it came in
- ``noticing``: what was odd in a file, as codes and in words
- ``bounds``: how large anything may be
- ``samples``: what was measured from moment to moment, put in order
- ``moving``: distance and speed out of positions, which go no further
- ``fit_messages``: the messages of a FIT file, by two libraries
- ``fit_fields``: single values of such messages
- ``fit_file``: the runs of a FIT file
- ``xml_events``: XML as it is read, bit by bit, with nothing that leads elsewhere
- ``xml_values``: single values of such files
- ``tcx_file``, ``gpx_file``: the runs of a TCX and a GPX file
- ``reading``: a file read as what it is
- ``sources``: files, folders and archives gone through, one activity after the other
- ``archives``: zip archives looked at before they are trusted
- ``keeping``: what the diary keeps of a recording
- ``errors``: why a file is not taken
"""
