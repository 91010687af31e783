"""Signatures as the specification of Standard Webhooks has them."""

from __future__ import annotations

import pytest

from overture.handover.signing import secret_fault, sign

# The example that goes with the specification.
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, TIME, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("key", [KEY, KEY.removeprefix("whsec_")])
def test_the_example_of_the_specification(key: str) -> None:
    assert sign(key, ID, TIME, BODY) == SIGNATURE


@pytest.mark.parametrize(("id", "time", "body"), [("msg_p", TIME, BODY), (ID, TIME + 1, BODY), (ID, TIME, BODY + b" ")])
def test_id_time_and_body_are_all_signed(id: str, time: int, body: bytes) -> None:
    assert sign(KEY, id, time, body) != SIGNATURE


def test_a_good_key_has_no_fault() -> None:
    assert secret_fault(KEY) is None


def test_a_bad_key_does_not_sign() -> None:
    with pytest.raises(ValueError, match="not base64"):
        sign("whsec_ä", ID, TIME, BODY)
