"""The session on a clock: the one part of advising runners that is code, not a declaration.

- ``clock``: efforts, recoveries and easy running, spread over the run
- ``look_ahead``, ``look_ahead_schema``: what some good weeks are, as declared, and the schema of the file
- ``next_step``: what comes after some good weeks, worked out by the same rules
- ``barring``: which decisions leave a run without bursts
- ``recommendation``: what is recommended to a runner, with session and next step
- ``chapters``: what RULES.md says about looking ahead
- ``room``: adds these to what the engine recommends
"""
