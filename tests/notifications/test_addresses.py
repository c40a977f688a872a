"""How a recipient is written in a mail."""

import pytest

from notifications.addresses import mailbox


def test_host_with_other_letters_is_written_for_the_wire() -> None:
    assert mailbox("Eeva  Uusi", "eeva@ylä.fi") == "Eeva Uusi <eeva@xn--yl-wia.fi>"
    assert mailbox("Ärla", "a@example.org").endswith("<a@example.org>")


def test_address_that_cannot_be_written_is_a_value_error() -> None:
    with pytest.raises(UnicodeError, match="label"):
        mailbox("Eeva", f"eeva@{'ä' * 63}.fi")
