"""A visitor is believed only by the site, in the minute and for the request it was signed for."""

import base64
import json

import pytest

from site_contract.visitor import BadVisitor, Visitor, read, sign

KEY = b"k" * 32
NOW = 1_800_000_000.0
MARA = Visitor(4, "Mara Lind", "mara@acme.example", ("approver",), ("Operations",))


def signed(**changes: object) -> str:
    given = {"key": KEY, "site": "acme/requests", "request_id": "r1", "now": NOW} | changes
    return sign(MARA, **given)  # type: ignore[arg-type]


def test_the_site_reads_the_visitor_that_the_gate_signed() -> None:
    assert read(signed(), key=KEY, site="acme/requests", now=NOW, request_id="r1") == MARA


def test_another_site_does_not_believe_it() -> None:
    with pytest.raises(BadVisitor):
        read(signed(), key=KEY, site="acme/invoices", now=NOW)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(BadVisitor):
        read(signed(key=b"o" * 32), key=KEY, site="acme/requests", now=NOW)


def test_another_request_does_not_carry_it() -> None:
    with pytest.raises(BadVisitor):
        read(signed(), key=KEY, site="acme/requests", now=NOW, request_id="r2")


@pytest.mark.parametrize("later", [61.0, 3600.0, -10.0, -3600.0])
def test_it_is_good_for_a_minute_only(later: float) -> None:
    with pytest.raises(BadVisitor):
        read(signed(), key=KEY, site="acme/requests", now=NOW + later)


def test_it_is_good_to_the_end_of_the_minute() -> None:
    assert read(signed(), key=KEY, site="acme/requests", now=NOW + 59) == MARA


def test_a_changed_visitor_is_refused() -> None:
    body, _, mark = signed().partition(".")
    data = json.loads(base64.urlsafe_b64decode(body))
    data["visitor"]["roles"] = ["admin"]
    forged = base64.urlsafe_b64encode(json.dumps(data).encode()).decode()
    with pytest.raises(BadVisitor):
        read(f"{forged}.{mark}", key=KEY, site="acme/requests", now=NOW)


@pytest.mark.parametrize("text", ["", ".", "x", "x.y", "é.é", "bm9uZQ==.", ".aaaa", "null.none"])
def test_what_is_no_visitor_is_refused(text: str) -> None:
    with pytest.raises(BadVisitor):
        read(text, key=KEY, site="acme/requests", now=NOW)


def test_a_signature_left_out_is_refused() -> None:
    with pytest.raises(BadVisitor):
        read(signed().partition(".")[0], key=KEY, site="acme/requests", now=NOW)


def test_a_well_signed_text_that_is_no_visitor_is_refused() -> None:
    import hashlib
    import hmac

    body = b'{"alg": "none"}'
    mark = hmac.new(KEY, body, hashlib.sha256).hexdigest()
    text = f"{base64.urlsafe_b64encode(body).decode()}.{mark}"
    with pytest.raises(BadVisitor, match="not a visitor"):
        read(text, key=KEY, site="acme/requests", now=NOW)
