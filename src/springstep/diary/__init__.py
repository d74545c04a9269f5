"""The training diary: what was planned and done on each run, kept in one file, carried in and out.

- ``entry``: what one entry holds
- ``entry_words``: an entry in words
- ``check``: only sound entries get in
- ``questions``: every field as a question, with its words
- ``plain_answers``: other words for the answers to them
- ``asked``, ``replies``: what is asked after a run, and what an answer tells
- ``replied_run``, ``replied_bursts``, ``replied_pain``: of the run, of the bursts, of what hurts or came up
- ``reading_fields``: the fields in it, each read from its words
- ``completing``: what is told of a run as an entry, which may complete a plan
- ``limits``, ``alike``: what no session can be, and what looks like a run written down twice
- ``watched``: what is kept of a watch's recording
- ``from_watch``: what a recording tells of an entry; ``waiting``: recordings whose run waits for its answers
- ``storage``: the entries in one SQLite file
- ``exchange``, ``table``: entries written to plain files and read back, as JSON lines and as a table
- ``entry_lines``: the lines of such a file, each read with a bound
- ``spreadsheet``: tables as spreadsheets write them
- ``plan``, ``plan_check``: a recommendation as the diary keeps it, and what it is based on checked
- ``kept_plan_stands``: whether a kept plan still stands, with what was written down since
- ``todays_plan``: what the plan of the day says of a run under way
- ``card``: a plan as a pocket card, with what to do if something comes up
- ``week_ahead``: which of the coming runs carry bursts
- ``history``: what the diary remembers of earlier sessions, as facts of a case
- ``meaning``: what an entry means, by the rules
- ``warned``: what the diary warns of, until it is gone
- ``profile``: what stays true of a runner from run to run, kept beside the diary
- ``memory``: what diary and profile remember on a day, and what a plan adds to them
- ``answer``, ``counting``, ``next_bursts``: what the rules answer at once to an entry, whether its session counts, and
  when bursts come next
- ``answer_words``: the same in sentences; ``heard``: a danger that is heard even in what is refused
- ``day_words``: days as a person writes them
- ``trend``: the diary week by week; ``watch_trend``: what a watch says over the weeks
- ``wellness``, ``wellness_proposals``: what a watch says of a day, and what that gives reason to ask
- ``watch_proposal``: what a watch says in a question, and the answer offered
- ``errors``: what can go wrong

The engine knows nothing of the diary.
"""
