"""The link by which somebody answers a call without signing in: theirs alone, for one call, for a while.

Opening it does nothing, so that a mail program may look at it; only a press on its page answers. It is over
when the call is, and in any case after some weeks. It is short, since it goes out in text messages too: the
number of a row, and a proof that we gave it out, which nobody can guess.
"""

import base64
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from notifications.models import Call, Called
from tenants import addresses, clock
from tenants.context import current_association
from volunteers.register import selectors
from volunteers.register.models import Person

AGE = timedelta(days=30)
# 132 bits.
_LENGTH = 22


def token(called: Called) -> str:
    """What proves who answers which call. It opens nothing else, nor anything in another association."""
    what = f"{current_association().schema_name} {called.pk} {called.call.uuid} {called.person_uuid}"
    digest = salted_hmac("shifts.call", what, algorithm="sha256").digest()
    return f"{called.pk}-{base64.urlsafe_b64encode(digest).decode()[:_LENGTH]}"


def link(call: Call, *, person: UUID) -> str:
    """The private link of somebody who is asked."""
    called = Called.objects.select_related("call").get(call=call, person_uuid=person)
    address = addresses.absolute_url(current_association(), "call")
    return f"{address}?{urlencode({'t': token(called)})}"


def path(call: Call) -> str:
    """The same page for somebody who is signed in."""
    return reverse("own-call", urlconf=addresses.URLCONFS["association"], kwargs={"uuid": call.uuid})


def opened(sent: str) -> tuple[Call, Person] | None:
    """Whose answer to which call a token is, or None for one that is wrong or too old."""
    number = sent.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    called = Called.objects.select_related("call").filter(pk=int(number)).first()
    if called is None or not constant_time_compare(token(called), sent):
        return None
    person = selectors.person_by_uuid(called.person_uuid)
    if person is None or called.call.at < clock.now() - AGE:
        return None
    return called.call, person
