"""Problems read as sentences."""

from apps.plans.blueprint.errors import BlueprintErrors, Problem, nearest


def test_a_problem_is_its_address_and_its_sentence() -> None:
    assert str(Problem("pages.x", "kinds", "this needs a date")) == "pages.x: this needs a date"
    assert str(Problem("", "not-json", "This is not JSON.")) == "This is not JSON."


def test_the_error_carries_all_problems_a_line_each() -> None:
    errors = BlueprintErrors([Problem("a", "x", "one"), Problem("b", "y", "two")])
    assert str(errors) == "a: one\nb: two"
    assert [problem.id for problem in errors.problems] == ["x", "y"]


def test_the_nearest_word_is_proposed_or_a_few_are_listed() -> None:
    assert nearest("amont", ["amount", "date"]) == "did you mean “amount”?"
    assert nearest("zzz", ["b", "a"]) == "there are a, b"
    assert nearest("zzz", []) == "there are none"
    assert nearest("zzz", [f"word{i:02}" for i in range(20)]).endswith("word11 …")
