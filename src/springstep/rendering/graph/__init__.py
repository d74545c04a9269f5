"""The rule graph as text and as a picture.

``svg`` writes the picture: ``boxes`` and their ``layout``, several on one ``poster`` with an ``overview``; ``dot`` and
``mermaid`` tell it to other programs. ``look`` holds the colours and lines of all of them.
"""
