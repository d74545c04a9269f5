"""Strict text: YAML and JSON with positions, checked against schemas, and files written whole.

- ``source``: files and streams read as documents with positions
- ``yaml_events``: plain values from YAML
- ``plain_values``: which single values are plain, and JSON
- ``validation``: a document checked against a type
- ``atomic``: a whole file written or nothing
"""
