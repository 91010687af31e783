"""How somebody can be reached, out of what they write."""

from __future__ import annotations

import pytest

from overture.handover.contact import Contact, ContactError, holds_contact, read_contact


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("jane.doe@gmail.com", "jane.doe@gmail.com"),
        ("you can write me at <Jane.Doe@Gmail.COM>, thanks", "Jane.Doe@gmail.com"),
        ("my mail: j+school@my-uni.ac.uk.", "j+school@my-uni.ac.uk"),
        ("jörg@gmx.de or 202-555-0143", "jörg@gmx.de"),
    ],
)
def test_an_address_is_found_and_put_into_its_usual_form(text: str, address: str) -> None:
    assert read_contact(text) == Contact("email", address)


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("202 555 0143", "US", "+1 202-555-0143"),
        ("pls call (202)555-0143 after 5pm", "US", "+1 202-555-0143"),
        ("+49 30 901820", "US", "+49 30 901820"),
        ("020 7946 0958", "GB", "+44 20 7946 0958"),
    ],
)
def test_a_number_is_found_with_its_country(text: str, region: str, number: str) -> None:
    assert read_contact(text, region) == Contact("phone", number)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("jane@gmail", "That e-mail address can't be right. The part after the @-sign"),
        ("jane@@gmail.com", "That e-mail address can't be right."),
        ("@jane_doe on insta", "That e-mail address can't be right."),
        ("202-555-01", "That telephone number can't be right. Please check the digits, with the area code"),
        ("555 0143", "That telephone number can't be right."),
        ("just call me", "I see neither an e-mail address nor a telephone number in that."),
        ("", "I see neither"),
    ],
)
def test_what_is_none_is_told_in_a_sentence(text: str, why: str) -> None:
    with pytest.raises(ContactError) as raised:
        read_contact(text)
    assert str(raised.value).startswith(why) and str(raised.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "held"),
    [("a@b", True), ("call 55501 43", True), ("in 2024", False), ("room 12", False), ("Jane", False)],
)
def test_what_looks_like_one(text: str, held: bool) -> None:
    assert holds_contact(text) is held
