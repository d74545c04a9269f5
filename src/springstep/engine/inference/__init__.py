"""From a case to what is decided: its facts, the rules run layer by layer, and conflict resolution.

The case and its facts:

- ``case``: reads and checks a case, and works out its facts
- ``plain_answers``: plain answers read to the facts of a rule base
- ``told_case``: a case that is written in plain words
- ``moments``: the moment of a case, and facts that are of another one
- ``plain_check``: checks a plain case without pydantic
- ``host_values``: turns the values of other programs, such as data frames, into plain ones
- ``derived_facts``: exact numbers, facts that follow from others, contradictions
- ``remembered``: one fact that a record of earlier cases remembers
- ``history``: joins remembered facts to a case
- ``examples``: cases written as changes to a standard case

Running the rules:

- ``forward``: runs the rules over one case by one of three engines
- ``firings``: one firing with what it matched and concluded
- ``effects``: what a firing does to decisions and facts
- ``conflict_resolution``: resolves the conclusions on a decision to one value
- ``run_details``: firings and resolutions, worked out from the trace of a run
- ``provenance``: which firings rest on assumptions
- ``on_demand``: objects made one by one when they are first needed

experta, the rule engine:

- ``experta_runtime``: whether experta is installed, and which version
- ``private_copy``: runs a package's modules as a private copy
- ``stand_ins``: what experta's modules get in place of modules that they import
- ``experta_parts``: the parts of experta that the engine is built of
- ``memory``: the facts in experta's working memory
- ``matched``: experta with a generated matcher
- ``stock_rules``: compiles rules for unmodified experta
- ``stock``: runs them by unmodified experta, the reference

Partial inference, while some facts are open:

- ``memo``: remembers the results of functions of abstract values
- ``open_facts``: the abstract value of each fact
- ``absence``: which facts are certainly known wherever a rule can fire
- ``partial_firings``: whether one rule may fire, and with what amounts
- ``decision_bounds``: the bounds of one decision
- ``partial_inference``: all rules of a moment over abstract values
"""
