"""The service: every answer over HTTP, for programs that are not written in Python.

It knows the engine and all that stands on it; nothing knows it but the command that starts it. Nothing of a request is
kept but in diaries, where people keep them by the pages; and none is written to a log.

- ``app``: the whole application, put together
- ``run``: served by uvicorn, in one process or several
- ``settings``: which rules are served, and within which limits
- ``service``: what every route needs: bodies read, work done off the event loop
- ``bodies``: what a request may hold
- ``decisions``: recommend, why, why not, what would change, cue, card, receipt, verify
- ``workouts``: the plan of a case as a workout, or as a file of one
- ``many``: many cases as lines of JSON
- ``consultations``: a consultation whose state the caller keeps
- ``rules``: the rules and the schemas to read
- ``cds_hooks``: the same card as a service of CDS Hooks
- ``pages``: a consultation as pages for a person
- ``plan_files``: a plan of these pages as a file for a calendar or a watch
- ``desk``: the rules as pages for a coach
- ``diaries``, ``diary_folder``: diaries as pages, and where each is
- ``auditing``: audits, one at a time, in a process of its own
- ``page_answers``: pages as answers, the parts that they load, and the forms that they send
- ``uploads``: forms with a file, as browsers send them
- ``operating``: whether it lives, and figures for Prometheus
- ``work``: threads beside the event loop, as many as are allowed to wait
- ``guard``: who may ask, and how often
- ``problem_pages``: a mistake as a page
- ``problems``: a mistake as problem details (RFC 9457)
- ``openapi``: the description of the interface
- ``examples``: requests as they are shown in it
"""
