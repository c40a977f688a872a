"""Telephone numbers, however they are written."""

import phonenumbers
from phonenumbers import PhoneNumber

REGION = "FI"
"""Where a number without a country is from."""


def parsed(phone: str) -> PhoneNumber | None:
    """A number; None for what cannot be one.

    New ranges come into use sooner than we hear of them, so only the length is looked at.
    """
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def digits(number: PhoneNumber) -> str:
    """Its digits with those of the country, and nothing else."""
    return f"{number.country_code}{phonenumbers.national_significant_number(number)}"
