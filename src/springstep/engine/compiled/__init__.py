"""The rules as Python: code generated from the condition tree, and what runs it.

- ``names``: the names and constants that may stand in generated code
- ``truth``: conditions and terms as Python expressions
- ``order``: the order in which the rules of a layer fire
- ``source``: one layer of rules as a function
- ``program``: the functions of one rule base and moment, compiled and run
- ``module``: a rule base and its functions as one Python module
- ``listing``: the generated code of one rule, to read
"""
