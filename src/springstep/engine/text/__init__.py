"""Strict text: YAML and JSON with positions, checked against schemas, and files written whole.

- ``source``: files and streams read as documents with positions
- ``odd_spaces``: a space that only looks like one
- ``yaml_events``: plain values from YAML
- ``plain_values``: which single values are plain, and JSON
- ``adapter``: pydantic's adapters of types, each built once
- ``validation``: a document checked against a type
- ``opening``: a file opened as what it is, or refused
- ``home``: paths that begin at somebody's home folder
- ``atomic``, ``drafts``: the one writer of files: a whole file or nothing
- ``appending``: a file to which is added piece by piece
- ``turns``: one program at a time, and a wait that is told and ends
"""
