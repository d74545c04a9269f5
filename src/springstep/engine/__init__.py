"""How to reason: the engine reads the knowledge, runs the rules over a case, and explains what came out.

- reading: ``source``, ``yaml_events``, ``plain_values`` (strict text), ``validation`` (shapes to faults), ``errors``
- the language: ``conditions`` (the tree), ``parse`` (text to tree), ``evaluate`` and ``words`` (its back ends)
- the rule base: ``shapes`` (files), ``rules``, ``vocabulary``, ``assemble``, ``load``, ``rulebase``
- inference: ``case`` (facts of a case), ``experta_runtime``, ``inference``, ``joins``
- the plan: ``plan``, ``verdict``, ``recommend``; what comes back: ``trace``, ``recommendation``, ``schema``
- explanation: ``explanation``, ``why``, ``why_not``, ``change``
- audit: ``catalogue`` (RULES.md), ``article`` (a reader's copy against the ledger)

The engine returns frozen values; it never prints, prompts or exits.
"""
