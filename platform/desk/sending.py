"""How the association sends: replies, text messages and what they may cost, the morning's summary."""

import re

from django import forms
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from notifications.channels import sending, sms
from notifications.models import Sending
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from web.toasts import toast

SENDER = re.compile(r"(?=.{1,11}$)(?=.*[A-Za-z])[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
MOST_PARTS = 1_000_000
FIELDS = ("sms_on", "sms_sender", "sms_parts_a_month", "reply_to", "morning_at")


class SendingForm(forms.Form):
    """What is set, by who owns the association's pages."""

    reply_to = forms.EmailField(
        label=gettext_lazy("Address for replies"),
        help_text=gettext_lazy(
            "Who answers a message from here writes to this address. Empty: the association’s own."
        ),
        required=False,
        error_messages={"invalid": gettext_lazy("Write a whole address, such as office@example.org.")},
    )
    morning_at = forms.TimeField(
        label=gettext_lazy("Coordinators’ summary of the morning"),
        help_text=gettext_lazy("When it is sent, such as 7:30."),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "invalid": gettext_lazy("Write a time, such as 7:30."),
            "required": gettext_lazy("Write a time, such as 7:30."),
        },
    )
    sms_on = forms.BooleanField(
        label=gettext_lazy("Send text messages"),
        help_text=gettext_lazy(
            "To people who chose them, and for calls that cannot wait. Each costs the association money."
        ),
        required=False,
    )
    sms_sender = forms.CharField(
        label=pgettext_lazy("sms", "Sender’s name"),
        help_text=gettext_lazy(
            "What the telephone shows: at most 11 letters (a–z), digits and spaces. The gateway has to "
            "approve it first."
        ),
        required=False,
        strip=True,
    )
    sms_parts_a_month = forms.IntegerField(
        label=gettext_lazy("At most in a month"),
        help_text=gettext_lazy(
            "Text messages that may be paid for; a long text counts as several. When they are used up, "
            "messages go by e-mail. Leave it empty for no limit."
        ),
        required=False,
        min_value=0,
        max_value=MOST_PARTS,
        error_messages={
            "invalid": gettext_lazy("Write a whole number, such as 200, or leave it empty."),
            "min_value": gettext_lazy("Write a whole number, such as 200, or leave it empty."),
            "max_value": gettext_lazy("Write a smaller number, or leave it empty for no limit."),
        },
    )

    def __init__(self, *arguments: object, has_gateway: bool, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]  # passed on as they are
        if not has_gateway:
            for name in ("sms_on", "sms_sender", "sms_parts_a_month"):
                del self.fields[name]

    def clean_sms_sender(self) -> str:
        """Letters and digits that every network shows."""
        name = str(self.cleaned_data["sms_sender"])
        if name and not SENDER.fullmatch(name):
            raise forms.ValidationError(
                _("Write at most 11 letters, digits and single spaces, without å, ä and ö and without signs.")
            )
        return name

    def clean(self) -> dict[str, object]:
        """Nobody trusts a text message from nobody."""
        cleaned = super().clean() or {}
        if cleaned.get("sms_on") and not cleaned.get("sms_sender") and "sms_sender" not in self.errors:
            self.add_error("sms_sender", _("Write the name that the telephone shall show."))
        return cleaned


@requires("sending.manage")
@require_http_methods(["GET", "POST"])
def sending_settings(request: TenantRequest) -> HttpResponseBase:
    """The page, and saving it."""
    now = sending.current()
    has_gateway = sms.is_set_up()
    form = SendingForm(
        request.POST or None,
        initial={name: getattr(now, name) for name in FIELDS},
        has_gateway=has_gateway,
    )
    if request.method == "POST" and form.is_valid():
        change(wanted=form.cleaned_data, by=request.actor)
        toast(request, _("Saved."))
        return redirect("sending")
    context = {
        "section": "settings",
        "form": form,
        "has_gateway": has_gateway,
        "used": sending.parts_this_month(),
        "most": now.sms_parts_a_month,
        "is_used_up": now.sms_on and has_gateway and sending.sms_obstacle() == "sms_cap",
    }
    return render(request, "desk/sending.html", context, status=400 if form.errors else 200)


@transaction.atomic
def change(*, wanted: dict[str, object], by: Actor) -> None:
    """Set what is named in `wanted`; the trail keeps which choices changed, and no address."""
    row, _made = Sending.objects.select_for_update().get_or_create(pk=1)
    changed = [name for name in FIELDS if name in wanted and getattr(row, name) != wanted[name]]
    if not changed:
        return
    for name in changed:
        setattr(row, name, wanted[name])
    row.save(update_fields=changed)
    trail.record(
        "association.sending",
        by=by,
        subject_kind="association",
        subject_uuid=current_association().uuid,
        changed=changed,
    )
