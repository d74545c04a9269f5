"""``springstep audit plants``: the score of the planted faults, what notices them, and what goes unnoticed."""

from __future__ import annotations

import json

from tests.cli.conftest import Invoke


def test_a_fault_is_told_with_what_names_it(springstep: Invoke) -> None:
    result = springstep("audit", "plants", "how-fresh", "--quick")
    assert result.exit_code == 0
    assert "1 of 1 kinds of planted faults are noticed and named" in result.stdout
    assert "by a check: The question for 'fatigue' (fatigue), 'How fresh are you, 0 to 10?'" in " ".join(
        result.stdout.split()
    )


def test_what_goes_unnoticed_is_listed_and_ends_with_one(springstep: Invoke) -> None:
    result = springstep("audit", "plants", "promise-broken", "--quick")
    assert result.exit_code == 1
    assert "0 of 1 kinds" in result.stdout
    assert "Unnoticed" in result.stdout and "promise-broken" in result.stdout


def test_json_holds_every_result(springstep: Invoke) -> None:
    result = springstep("audit", "plants", "slept-badly-gone", "sentence-gone", "--quick", "--json")
    assert result.exit_code == 0
    results = json.loads(result.stdout)["results"]
    assert [(each["plant"], each["by"]) for each in results] == [
        ("slept-badly-gone", "approved"),
        ("sentence-gone", "load"),
    ]


def test_a_name_of_no_fault_is_refused_with_the_nearest(springstep: Invoke) -> None:
    result = springstep("audit", "plants", "how-fersh")
    assert result.exit_code == 2
    assert "no planted fault is called 'how-fersh'; did you mean 'how-fresh'?" in result.stderr
