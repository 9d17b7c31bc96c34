"""What answers cost, the useless ones too."""

from apps.language_models.faults import Busy
from apps.language_models.questions import Reply
from apps.language_models.receipts import Receipt


def test_a_receipt_sums_over_replies_and_faults() -> None:
    receipt = Receipt()
    receipt.add(Reply("a", "m-1", 100, 20, 1.25, 1))
    fault = Busy("busy")
    fault.calls, fault.input_tokens = 3, 7
    receipt.add_fault(fault)
    receipt.add(Reply("b", "m-1", 50, 5, 0.5, 2))
    assert receipt.as_data() == {
        "model": "m-1",
        "input_tokens": 157,
        "output_tokens": 25,
        "seconds": 1.75,
        "calls": 6,
    }


def test_a_price_is_summed_where_it_is_known() -> None:
    receipt = Receipt()
    receipt.add(Reply("a", "m-1", 1, 1, 0.1, 1, dollars=0.0125))
    receipt.add(Reply("b", "m-1", 1, 1, 0.1, 1))
    receipt.add(Reply("c", "m-1", 1, 1, 0.1, 1, dollars=0.0005))
    assert receipt.as_data()["dollars"] == 0.013


def test_without_a_price_list_a_receipt_says_none() -> None:
    receipt = Receipt()
    receipt.add(Reply("a", "m-1", 1, 1, 0.1, 1))
    assert "dollars" not in receipt.as_data()


def test_a_receipt_has_the_time_of_failures_too() -> None:
    receipt = Receipt()
    fault = Busy("busy")
    fault.seconds = 4.5
    receipt.add_fault(fault)
    assert receipt.as_data()["seconds"] == 4.5
