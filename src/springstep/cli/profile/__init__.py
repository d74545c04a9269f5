"""``springstep profile``: what stays true of a runner from run to run, shown and changed.

- ``group``: the command, which shows the profile, and its subcommands
- ``set_answer``, ``edit``, ``forget``: one answer set, all asked one after the other, one or all forgotten
- ``kept_profile``: the profile that a command means, as it is today
- ``read_told``: an answer of the profile as a person tells it
- ``profile_page``: the profile for people to read
"""
