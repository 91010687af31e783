"""How somebody can be reached is not kept for review; what they asked is."""

from __future__ import annotations

import pytest

from overture.review.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write me: ann.lee+x@my-uni.ac.uk, thanks", "write me: [e-mail], thanks"),
        ("<ann@x.org> or jörg@gmx.de", "<[e-mail]> or [e-mail]"),
        ("ann@gmail is mine", "[e-mail] is mine"),
        ("call (202) 555-0143 after 5", "call [number] after 5"),
        ("+49 30 901820, +1.202.555.0143", "[number], [number]"),
        ("ssn 078-05-1120", "ssn [number]"),
        ("my card is 4111 1111 1111 1111 ok", "my card is [number] ok"),
        ("2025550143", "[number]"),
    ],
)
def test_addresses_and_long_numbers_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pay in 2018 and 2019",
        "outlook 2024-34",
        "tuition 2023-24, 2024-25",
        "is $1,234,567 enough",
        "I have $20 000 000",
        "TOEFL 100, GPA 3.25, 36 credits",
        "zip 37132",
        "CIP 50.0913",
        "ratio 1:2 @ home".replace("@", "at"),
        "MA/MS in 2 years",
    ],
)
def test_what_is_asked_for_stays(text: str) -> None:
    assert mask(text) == text
