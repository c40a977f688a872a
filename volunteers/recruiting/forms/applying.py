"""The applicant's form."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext as _, gettext_lazy

from tenants import clock
from tenants.context import current_association
from volunteers.recruiting import selectors
from volunteers.recruiting.forms.fields import line
from volunteers.recruiting.models import Application, Question
from volunteers.recruiting.services.applying import Filled
from volunteers.register.forms.roles import NamedChoices
from volunteers.register.models import VolunteerRole

# From the year in which they become so old on, young people need nobody's consent here. Somebody who may
# still be younger counts as younger.
_OWN_CONSENT = 15
_OLDEST = 110
_NO_HEALTH = gettext_lazy("Write nothing about your health. We do not need to know.")


class ApplicationForm(forms.Form):
    """What an applicant fills in. As a draft nothing has to be there."""

    given_name = line(gettext_lazy("First name"), 80, autocomplete="given-name")
    family_name = line(gettext_lazy("Last name"), 80, autocomplete="family-name")
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
    municipality = line(gettext_lazy("Where you live"), 80, required=False, autocomplete="address-level2")
    birth_year = forms.IntegerField(label=gettext_lazy("Year of birth"), min_value=1900)
    guardian_name = line(gettext_lazy("A guardian's name"), 160, required=False)
    guardian_contact = line(gettext_lazy("The guardian's phone number or e-mail"), 160, required=False)
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
