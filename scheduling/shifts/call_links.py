"""The link by which somebody answers a call without signing in: theirs alone, for one call, for a while.

Opening it does nothing, so that a mail program may look at it; only a press on its page answers. It is over
when the call is, and in any case after some weeks.
"""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.urls import reverse

from notifications.models import Call
from tenants import addresses
from tenants.context import current_association
from volunteers.register import selectors
from volunteers.register.models import Person

AGE = timedelta(days=30)


def _salt() -> str:
    return f"shifts.call {current_association().schema_name}"


def token(call: Call, *, person: UUID) -> str:
    """What proves who answers which call. Nobody can make one, and it opens nothing else."""
    return signing.dumps([call.uuid.hex, person.hex], salt=_salt())


def link(call: Call, *, person: UUID) -> str:
    """The private link."""
    address = addresses.absolute_url(current_association(), "call")
    return f"{address}?{urlencode({'token': token(call, person=person)})}"


def path(call: Call) -> str:
    """The same page for somebody who is signed in."""
    return reverse("own-call", urlconf=addresses.URLCONFS["association"], kwargs={"uuid": call.uuid})


def opened(token: str) -> tuple[Call, Person] | None:
    """Whose answer to which call a token is, or None for one that is wrong or too old."""
    try:
        call_uuid, person_uuid = signing.loads(token, salt=_salt(), max_age=AGE)
    except (signing.BadSignature, ValueError):
        return None
    call = Call.objects.filter(uuid=UUID(call_uuid)).first()
    person = selectors.person_by_uuid(UUID(person_uuid))
    if call is None or person is None or not call.called.filter(person_uuid=person.uuid).exists():
        return None
    return call, person
