"""The session on a clock: the one part of advising runners that is code and no declaration.

- ``clock``: efforts, recoveries and easy running, spread over the run
- ``next_step``: what comes after some good weeks, worked out by the same rules
- ``barring``: which decisions leave a run without bursts
- ``recommendation``: what a runner is recommended, with session and next step
- ``chapters``: what RULES.md tells of it
- ``room``: adds these to what the engine recommends
"""
