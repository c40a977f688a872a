"""The link by which somebody answers an offered place without signing in: theirs alone, for one place.

Opening it does nothing; only a press on its page answers. It is as short as the link of a call, and as hard
to guess (see `call_links`).
"""

import base64
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from scheduling.shifts.models import SignUp
from tenants import addresses, clock
from tenants.context import current_association

AGE = timedelta(days=30)
# 132 bits.
_LENGTH = 22


def token(sign_up: SignUp) -> str:
    """What proves whose answer to which offer it is. It opens nothing else, nor anything elsewhere."""
    what = f"{current_association().schema_name} {sign_up.pk} {sign_up.uuid} {sign_up.person_id}"
    digest = salted_hmac("shifts.offer", what, algorithm="sha256").digest()
    return f"{sign_up.pk}-{base64.urlsafe_b64encode(digest).decode()[:_LENGTH]}"


def link(sign_up: SignUp) -> str:
    """The private link of somebody to whom a place is offered."""
    address = addresses.absolute_url(current_association(), "offer")
    return f"{address}?{urlencode({'t': token(sign_up)})}"


def path(sign_up: SignUp) -> str:
    """The same page for somebody who is signed in."""
    return reverse("own-offer", urlconf=addresses.URLCONFS["association"], kwargs={"uuid": sign_up.uuid})


def opened(sent: str) -> SignUp | None:
    """The offer that a token is for, or None for one that is wrong or too old."""
    number = sent.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    rows = SignUp.objects.select_related("person", "shift__role", "shift__site", "shift__contact_person")
    found = rows.filter(pk=int(number)).first()
    if found is None or not constant_time_compare(token(found), sent):
        return None
    if found.person.is_blank or found.changed_at < clock.now() - AGE:
        return None
    return found
