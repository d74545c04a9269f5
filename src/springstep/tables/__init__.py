"""Tables of athletes: every row advised by the rules as alone, a column for each decision.

A front end beside ``cli``, on Apache Arrow; it needs the extra ``tables``.

- ``errors``: what can go wrong with a table as a whole
- ``layout``: what a row says and what is said of it, as Arrow schemas
- ``nested``: lists that a table holds as JSON text or as numbered columns
- ``quantities``: distances and paces, read all at once
- ``reading``: rows of a table as the arrays that the rules read, and which rows are anything but plain
- ``results``: what is said of each row, until it is written down
- ``by_case``: single rows by the engine for single cases: the odd, the faulty and the doubted
- ``reasons``: which rules carried what decides a row
- ``advising``: a whole table
- ``files``: files of athletes, read piece by piece; ``writing``: what is said of them, to a file
- ``batch``: one file into another, in constant memory
- ``comparing``: how many are told what, and whose plan other rules change
- ``spark``: the same on Spark, partition by partition
- ``explaining``: why a row is advised what it is
"""

from springstep.tables.advising import recommend_table
from springstep.tables.errors import TableError
from springstep.tables.explaining import explain, plan_of_row
from springstep.tables.layout import input_schema, output_schema

__all__ = ["TableError", "explain", "input_schema", "output_schema", "plan_of_row", "recommend_table"]
