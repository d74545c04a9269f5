"""A simple drawing of each movement: stick figures in a few phases, the ground, the flight, and where the feet land.

The poses are data (``poses.json``): for each drill of the catalogue its phases. A drill without poses has no drawing.

- ``joints``: a pose as joints, each limb of a length that stays
- ``poses``: the poses as they are kept
- ``scene``: the figures of a movement side by side, with flight and landings
- ``drawing``: a scene as SVG, and in words
"""
