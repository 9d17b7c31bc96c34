"""An answer that is none is the site's fault, whatever is wrong with it."""

from typing import Any

import pytest

from apps.serving.outgoing import headers_of
from apps.serving.turned_away import Crashed


def test_a_good_head_is_read() -> None:
    said = headers_of({"status": 200, "headers": [["Content-Type", "text/html"]]})
    assert said == (200, [("content-type", "text/html")])


@pytest.mark.parametrize(
    "head",
    [
        {},
        {"status": "200", "headers": []},
        {"status": 200},
        {"status": True, "headers": []},
        {"status": 200.0, "headers": []},
        {"status": 200, "headers": {}},
        {"status": 200, "headers": [["a"]]},
        {"status": 200, "headers": [["a", 1]]},
        {"status": 200, "headers": [["a", "b", "c"]]},
        {"status": 200, "headers": ["ab"]},
        {"status": 200, "headers": [["a\r\nb", "c"]]},
        {"status": 200, "headers": [["a", "b\r\nSet-Cookie: c"]]},
        {"status": 200, "headers": [["a", "b\x00"]]},
        {"status": 200, "headers": [["a", "\ud800"]]},
        {"status": 200, "headers": [["a", "\u202e"]]},
        {"status": 200, "headers": [["a b", "c"]]},
        {"status": 200, "headers": [["", "c"]]},
        {"status": 200, "headers": [["a_b", "c"]]},
        {"status": 200, "headers": [["a", "x" * 100_000]]},
        {"status": 200, "headers": [["a", "b"]] * 100},
    ],
)
def test_a_head_that_is_none_is_a_broken_answer(head: dict[str, Any]) -> None:
    with pytest.raises(Crashed):
        headers_of(head)
