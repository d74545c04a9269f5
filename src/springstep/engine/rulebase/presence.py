"""What is there at a moment: facts that are asked, what follows from them, decisions and the plan."""

from __future__ import annotations

from collections.abc import Mapping

from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.vocabulary import Vocabulary


def there_at(
    moment: str, vocabulary: Vocabulary, decisions: Mapping[str, DecisionScheme], plan: Mapping[str, FactInfo]
) -> frozenset[str]:
    """Return the names that conditions can speak of at a moment; ``plan`` has the choices and what follows from them.

    The fields of items are not among them: they are there when their list is.
    """
    given = {info.name for info in vocabulary.facts.values() if moment in info.moments}
    found = given | {each.name for each in vocabulary.definitions if given & set(vocabulary.sources(each.name))}
    found |= {name for name, scheme in decisions.items() if moment in scheme.moments}
    return frozenset(found | {name for name, info in plan.items() if not info.moments or moment in info.moments})
