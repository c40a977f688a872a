"""What tests of second factors do again and again: sign in, set up an app or a passkey."""

import json
import time

from accounts.models import SignIn, User
from local import codes
from tests.accounts.device import Device
from tests.accounts.traveller import Response, Traveller, url

PASSWORD = "correct horse battery staple"
LOGIN, SECOND, CONFIRM = "/account/login/", "/security/authenticate/", "/security/confirm/"
ADD_PASSKEY, ADD_APP = "/security/passkeys/add/", "/security/app/add/"
PASSKEY_LOGIN = "/security/passkeys/sign-in/"
STANDS_AT = int(time.time()) // codes.PERIOD


def at_identity(path: str) -> str:
    return url("identity", path)


def sign_in(traveller: Traveller, user: User) -> Response:
    return traveller.post(at_identity(LOGIN), {"login": user.email, "password": PASSWORD})


def app_of(traveller: Traveller) -> str:
    """Set up an app; its secret."""
    secret = traveller.get(at_identity(ADD_APP)).context["secret"].replace(" ", "")
    traveller.post(ADD_APP, {"code": codes.code(secret, counter=now() - 1)})
    return str(secret)


def device_of(traveller: Traveller) -> Device:
    """Set up a passkey."""
    device = Device()
    options = traveller.get(at_identity(ADD_PASSKEY)).context["options"]
    traveller.post(ADD_PASSKEY, {"name": "my phone", "credential": device.make(options)})
    return device


def now() -> int:
    """The half minute of authenticator apps: the same for all these tests, however slow the machine is."""
    return STANDS_AT


def living(user: User) -> list[SignIn]:
    return list(SignIn.objects.filter(user=user, ended_at__isnull=True).order_by("at"))


def login_options(traveller: Traveller) -> str:
    client = traveller.client(url("identity").split("/")[2])
    answer = client.get("/security/passkeys/sign-in/", headers={"accept": "application/json"})
    return json.dumps(answer.json()["request_options"])
