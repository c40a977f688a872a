"""Forms of recruiting: the applicant's, and the coordinators'."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext as _, gettext_lazy

from tenants import clock
from tenants.context import current_association
from volunteers.recruiting import replies, selectors
from volunteers.recruiting.models import Application, InterviewTime, Question
from volunteers.recruiting.services.applying import Filled
from volunteers.recruiting.services.interviews import NewTimes
from volunteers.register import reach
from volunteers.register.forms.roles import NamedChoices
from volunteers.register.models import Person, VolunteerRole
from web import formats

# From the year in which they become so old on, young people need nobody's consent here. Somebody who may
# still be younger counts as younger.
_OWN_CONSENT = 15
_OLDEST = 110
_NO_HEALTH = gettext_lazy("Write nothing about your health. We do not need to know.")


def _line(label: Any, length: int, *, required: bool = True, hint: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=hint,
        widget=forms.TextInput(attrs=attrs),
    )


class ApplicationForm(forms.Form):
    """What an applicant fills in. As a draft nothing has to be there."""

    given_name = _line(gettext_lazy("First name"), 80, autocomplete="given-name")
    family_name = _line(gettext_lazy("Last name"), 80, autocomplete="family-name")
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Give an e-mail address or a phone number, or both."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.RegexField(
        r"^[+0-9][0-9 ()./-]{4,28}$",
        label=gettext_lazy("Phone number"),
        required=False,
        error_messages={"invalid": gettext_lazy("Write the number with digits, such as 040 123 4567.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("We write to you in"), choices=settings.LANGUAGES)
    municipality = _line(gettext_lazy("Where you live"), 80, required=False, autocomplete="address-level2")
    birth_year = forms.IntegerField(label=gettext_lazy("Year of birth"), min_value=1900)
    guardian_name = _line(gettext_lazy("A guardian's name"), 160, required=False)
    guardian_contact = _line(gettext_lazy("The guardian's phone number or e-mail"), 160, required=False)
    also = NamedChoices(
        label=gettext_lazy("Would something else suit you, too?"),
        queryset=VolunteerRole.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    why = forms.CharField(
        label=gettext_lazy("What would you like to tell us?"),
        max_length=1500,
        required=False,
        help_text=_NO_HEALTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("The association may keep what I have written here"),
        error_messages={"required": gettext_lazy("Without this we cannot take your application.")},
    )

    def __init__(
        self, *args: Any, role: VolunteerRole, draft: Application | None = None, **kwargs: Any
    ) -> None:
        self.role = role
        self.questions = list(Question.objects.filter(role=role))
        kwargs["initial"] = {"language": (get_language() or "fi")[:2]} | self._drafted(draft)
        super().__init__(*args, **kwargs)
        others = selectors.open_roles().exclude(pk=role.pk)
        self.fields["also"].queryset = others  # type: ignore[attr-defined]  # a NamedChoices
        if not others:
            del self.fields["also"]
        if role.minimum_age is None:
            del self.fields["birth_year"]
        if role.minimum_age is None or role.minimum_age > _OWN_CONSENT:
            del self.fields["guardian_name"], self.fields["guardian_contact"]
        for question in self.questions:
            self.fields[f"q_{question.uuid}"] = self._asked(question)

    def _drafted(self, draft: Application | None) -> dict[str, Any]:
        if draft is None:
            return {}
        written = {name: getattr(draft, name) for name in self.base_fields if hasattr(draft, name)}
        answers = {
            f"q_{answer.question.uuid}": answer.text
            for answer in draft.answers.select_related("question")
            if answer.question
        }
        return written | answers | {"also": [wish.role_id for wish in draft.wishes.all()]}

    def _asked(self, question: Question) -> forms.Field:
        if question.kind == Question.Kind.CHOICE:
            return forms.ChoiceField(
                label=question.text,
                required=question.is_required,
                choices=[(each, each) for each in question.answers],
                widget=forms.RadioSelect,
            )
        return forms.CharField(
            label=question.text,
            required=question.is_required,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def asked(self) -> list[Any]:
        """The fields of the role's own questions."""
        return [self[f"q_{question.uuid}"] for question in self.questions]

    def as_draft(self) -> None:
        """Let everything be missing."""
        for field in self.fields.values():
            field.required = False
        self.is_draft = True

    is_draft = False

    def clean_given_name(self) -> str:
        """On one line."""
        return " ".join(self.cleaned_data["given_name"].split())

    def clean_family_name(self) -> str:
        """On one line."""
        return " ".join(self.cleaned_data["family_name"].split())

    def clean(self) -> dict[str, Any]:
        """Some way to answer, and the age that the role asks for."""
        data: dict[str, Any] = super().clean() or {}
        if self.is_draft:
            return data
        if not data.get("email") and not data.get("phone") and not {"email", "phone"} & set(self.errors):
            self.add_error("email", _("Give an e-mail address or a phone number, so that we can answer."))
        year, wanted = data.get("birth_year"), self.role.minimum_age
        if year is not None and wanted is not None:
            self._check_age(clock.today(current_association()).year - year, wanted, data)
        return data

    def _check_age(self, age: int, wanted: int, data: dict[str, Any]) -> None:
        """`age` is what they become this year."""
        if not 0 <= age <= _OLDEST:
            self.add_error("birth_year", _("Check the year, such as 1985."))
        elif age < wanted:
            self.add_error("birth_year", _("One must be %(age)s years old for this role.") % {"age": wanted})
        elif age <= _OWN_CONSENT and not data.get("guardian_contact"):
            self.add_error(
                "guardian_contact", _("If you are under 15, we need a guardian's number or e-mail.")
            )

    def filled(self, *, source: str) -> Filled:
        """What a valid form says."""
        data = self.cleaned_data
        written = {
            name: data.get(name) or ""
            for name in (
                "given_name",
                "family_name",
                "email",
                "phone",
                "municipality",
                "guardian_name",
                "guardian_contact",
                "why",
            )
        }
        return Filled(
            roles=[self.role, *data.get("also", ())],
            language=data.get("language") or "fi",
            birth_year=data.get("birth_year"),
            source=source,
            answers={each: data.get(f"q_{each.uuid}") or "" for each in self.questions},
            **written,
        )


class RoleFilter(forms.Form):
    """Which applications the board shows, and the year of its figures."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Year of the figures"), required=False)

    def __init__(self, *args: Any, roles: list[VolunteerRole], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]  # a choice
            ("", _("All roles")),
            *((str(role.uuid), role.name) for role in roles),
        ]
        years = [(str(each), str(each)) for each in range(year, year - 5, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]  # a choice


class ReplyForm(forms.Form):
    """A message to an applicant."""

    subject = _line(gettext_lazy("Subject"), 150)
    text = forms.CharField(
        label=gettext_lazy("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )


class RejectForm(ReplyForm):
    """Turning somebody down: why, for the figures, and kind words."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=Application.Reason.choices,
        help_text=gettext_lazy("For your own figures. The applicant does not see it."),
    )


class NoteForm(forms.Form):
    """A note for the coordinators."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        help_text=gettext_lazy("Write so that the applicant could read it: they may ask to see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OfferForm(forms.Form):
    """Times for a meeting: new ones, and free ones that are there already."""

    known = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Times that are free already"),
        queryset=InterviewTime.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = _line(
        gettext_lazy("Place"), 160, required=False, hint=gettext_lazy("An address, or “We call you”.")
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Length in minutes"), min_value=5, max_value=240, initial=30
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["known"]
        known.queryset = selectors.free_times()
        known.label_from_instance = lambda time: f"{formats.when(time.starts_at, time.ends_at)}, {time.place}"
        if not known.queryset.exists():
            del self.fields["known"]
        for number in (1, 2, 3):
            self.fields[f"start_{number}"] = forms.DateTimeField(
                label=_("Time %(number)s") % {"number": number},
                required=False,
                input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"],
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            )

    def starts(self) -> list[Any]:
        """The fields of new times."""
        return [self[f"start_{number}"] for number in (1, 2, 3)]

    def clean(self) -> dict[str, Any]:
        """At least one time; new ones need a place."""
        data: dict[str, Any] = super().clean() or {}
        new = self._new(data)
        if not self.errors and not new and not data.get("known"):
            self.add_error("start_1", _("Offer at least one time."))
        if new and not data.get("place"):
            self.add_error("place", _("Say where you meet."))
        return data

    def _new(self, data: dict[str, Any]) -> tuple[datetime, ...]:
        found = (data.get(f"start_{number}") for number in (1, 2, 3))
        return tuple(dict.fromkeys(each for each in found if each))

    def new(self) -> NewTimes:
        """The new times of a valid form."""
        data = self.cleaned_data
        return NewTimes(starts=self._new(data), minutes=data["minutes"], place=data["place"])


class AcceptForm(forms.Form):
    """How somebody is taken into the register."""

    who = forms.ChoiceField(label=gettext_lazy("In the register as"), widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label=gettext_lazy("Begins"),
        choices=[
            ("preparing", gettext_lazy("as preparing: training and agreements come first")),
            ("active", gettext_lazy("as an active volunteer at once")),
        ],
        widget=forms.RadioSelect,
        initial="preparing",
    )
    roles = NamedChoices(
        label=gettext_lazy("Roles"),
        queryset=VolunteerRole.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    invited = forms.BooleanField(label=gettext_lazy("Invite to sign in"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        application: Application,
        reader: reach.Reaching,
        likely: list[Person],
        **kwargs: Any,
    ) -> None:
        own = reach.of_roles(reader, application.wishes.select_related("role"))
        wished = [wish.role for wish in own]
        kwargs["initial"] = {"roles": [role.pk for role in wished[:1]], "who": "" if likely else "new"}
        super().__init__(*args, **kwargs)
        self._likely = {str(person.uuid): person for person in likely}
        known = [
            (uuid, ", ".join(filter(None, [person.name, person.email, person.phone])))
            for uuid, person in self._likely.items()
        ]
        self.fields["who"].choices = [("new", _("a new person")), *known]  # type: ignore[attr-defined]  # a choice
        self.fields["roles"].queryset = VolunteerRole.objects.filter(  # type: ignore[attr-defined]  # a choice
            pk__in=[role.pk for role in wished]
        )
        if not application.email:
            del self.fields["invited"]

    def person(self) -> Person | None:
        """Whom the coordinator has recognised, if anybody."""
        return self._likely.get(self.cleaned_data["who"])


class QuestionForm(forms.Form):
    """A question of a role."""

    text_fi = _line(gettext_lazy("Question in Finnish"), 200)
    text_sv = _line(gettext_lazy("Question in Swedish"), 200, required=False)
    text_en = _line(gettext_lazy("Question in English"), 200, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Answered"), choices=Question.Kind.choices)
    choices_fi = forms.CharField(
        label=gettext_lazy("Answers to choose from, in Finnish"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("One on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    choices_sv = forms.CharField(
        label=gettext_lazy("Answers in Swedish"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    choices_en = forms.CharField(
        label=gettext_lazy("Answers in English"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_required = forms.BooleanField(label=gettext_lazy("Has to be answered"), required=False)

    def clean(self) -> dict[str, Any]:
        """A choice has something to choose from."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == Question.Kind.CHOICE and not data.get("choices_fi", "").strip():
            self.add_error("choices_fi", _("Write the answers that one can choose."))
        return data


def _long(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )


class TemplateForm(forms.Form):
    """A reply that is kept ready."""

    name = _line(gettext_lazy("Name, for yourselves"), 80)
    subject_fi = _line(gettext_lazy("Subject in Finnish"), 150)
    text_fi = _long(gettext_lazy("Text in Finnish"), required=True)
    subject_sv = _line(gettext_lazy("Subject in Swedish"), 150, required=False)
    text_sv = _long(gettext_lazy("Text in Swedish"))
    subject_en = _line(gettext_lazy("Subject in English"), 150, required=False)
    text_en = _long(gettext_lazy("Text in English"))

    def clean(self) -> dict[str, Any]:
        """Only placeholders that we fill; a language has subject and text, or neither."""
        data: dict[str, Any] = super().clean() or {}
        for name, text in list(data.items()):
            unknown = replies.unknown_in(text) if isinstance(text, str) else []
            if unknown:
                self.add_error(
                    name,
                    _("“{%(unknown)s}” is no placeholder. Use one of: %(names)s.")
                    % {"unknown": unknown[0], "names": ", ".join(f"{{{each}}}" for each in replies.NAMES)},
                )
        for code in ("sv", "en"):
            if bool(data.get(f"text_{code}")) != bool(data.get(f"subject_{code}")):
                missing = "subject" if data.get(f"text_{code}") else "text"
                self.add_error(f"{missing}_{code}", _("Fill in subject and text, or neither."))
        return data
