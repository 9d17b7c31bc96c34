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
