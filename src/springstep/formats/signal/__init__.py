"""What a recording says of a run: whether the planned bursts were done, and how the easy running was.

- ``measured``: what comes of it, as values
- ``measuring``: a recording measured against its plan
- ``expected``: what a plan leads one to expect of a recording
- ``matching``: the efforts found, by steps and by cadence
- ``doubts``: why a recording is not taken at its word
- ``by_steps``: efforts by the steps that the watch carried out
- ``rises``: short rises of cadence
- ``levels``: the runner's own easy cadence and speed
- ``windows``: values of easy running, from whole minutes of it
- ``returning``: how soon heart rate and pace are back
- ``figures``: every threshold, with its reason

Samples that are missing never earn more: whatever is said rests on samples that are there. What steps alone tell is
only proposed to the runner, since a sample that would have spoken against them may be missing.
"""

from springstep.formats.signal.measured import Derived, Doubt, Effort, Measured
from springstep.formats.signal.measuring import measured

__all__ = ["Derived", "Doubt", "Effort", "Measured", "measured"]
