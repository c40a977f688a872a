"""Forms of surveys. They check shape; whether it may be so is asked by the verbs."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext as _now, gettext_lazy as _

from scheduling.hours.forms import DATES
from tenants.context import current_association
from volunteers.register import reach, selectors as register
from volunteers.register.forms.names import NamesForm
from volunteers.register.forms.roles import NamedChoice
from volunteers.register.models import VolunteerRole
from volunteers.surveys import selectors
from volunteers.surveys.models import Question, Survey
from volunteers.surveys.services.answering import Answer
from volunteers.surveys.services.making import QuestionPlan, SurveyPlan

USUAL, LONGEST = timedelta(days=21), timedelta(days=366)
MOST_OPTIONS = 8
CODES = [code for code, _name in settings.LANGUAGES]


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, input_formats=DATES, widget=widget, **kwargs)


class SurveyForm(NamesForm):
    """Whom a survey asks, what it is called, and for how long it takes answers."""

    audience = forms.ChoiceField(
        label=_("Who is asked"), choices=[each for each in Survey.Audience.choices if each[0] != "event"]
    )
    role = NamedChoice(
        label=_("Role"),
        queryset=VolunteerRole.objects.none(),
        required=False,
        empty_label=_("The whole association"),
        help_text=_("Whoever coordinates this role sees the survey, too."),
    )
    opens_on = _day(_("First day"))
    closes_on = _day(_("Last day"), help_text=_("Afterwards nobody can answer any more."))
    with_ready = forms.BooleanField(
        label=_("Begin with our ready questions"),
        required=False,
        initial=True,
        help_text=_("In three languages. You can change or remove each of them."),
    )

    def __init__(
        self,
        *args: Any,
        reader: reach.Reaching,
        today: date,
        survey: Survey | None = None,
        **kwargs: Any,
    ) -> None:
        if survey is not None:
            kwargs["initial"] = {
                name: getattr(survey, name) for name in self.base_fields if name != "with_ready"
            }
        else:
            kwargs["initial"] = {"opens_on": today, "closes_on": today + USUAL}
        super().__init__(*args, **kwargs)
        found = reach.roles(reader, register.active_roles())
        if survey is not None:
            found = found | VolunteerRole.objects.filter(pk=survey.role_id or 0)
            del self.fields["with_ready"]
            if survey.audience == Survey.Audience.EVENT:
                self.fields["audience"].disabled = True
                self.fields["audience"].choices = Survey.Audience.choices  # type: ignore[attr-defined]  # a choice field
        self.fields["role"].queryset = found  # type: ignore[attr-defined]  # a NamedChoice
        # Who looks after a part asks that part.
        if not reader.reach.whole and (survey is None or survey.role_id):
            self.fields["role"].required = True

    def clean(self) -> dict[str, Any]:
        """A last day after the first one, and not too far away."""
        data = super().clean()
        first, last = data.get("opens_on"), data.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _now("The last day is before the first."))
        elif first and last and last - first > LONGEST:
            self.add_error("closes_on", _now("A survey takes answers for a year at most."))
        return data

    def plan(self) -> SurveyPlan:
        """What a valid form says."""
        values = dict(self.cleaned_data)
        values.pop("with_ready", None)
        return SurveyPlan(**values)


class QuestionForm(forms.Form):
    """A question in the association's own language at least, and the answers that one can choose from."""

    kind = forms.ChoiceField(label=_("How it is answered"), choices=Question.Kind.choices)
    text_fi = forms.CharField(label=_("Question in Finnish"), max_length=200, required=False)
    text_sv = forms.CharField(label=_("Question in Swedish"), max_length=200, required=False)
    text_en = forms.CharField(label=_("Question in English"), max_length=200, required=False)
    options_fi = forms.CharField(label=_("Answers in Finnish"), max_length=1000, required=False)
    options_sv = forms.CharField(label=_("Answers in Swedish"), max_length=1000, required=False)
    options_en = forms.CharField(label=_("Answers in English"), max_length=1000, required=False)

    def __init__(self, *args: Any, question: Question | None = None, **kwargs: Any) -> None:
        if question is not None:
            kwargs["initial"] = _said(question)
        super().__init__(*args, **kwargs)
        own = current_association().language
        self.codes = sorted(CODES, key=lambda code: code != own)
        self.own = own
        self.fields[f"text_{own}"].required = True
        for code in CODES:
            self.fields[f"options_{code}"].widget = forms.Textarea(attrs={"rows": 3})
        self.fields[f"options_{own}"].help_text = _("One on each line, for a question with several answers.")

    @property
    def texts(self) -> list[BoundField]:
        """The question, the needed language first."""
        return [self[f"text_{code}"] for code in self.codes]

    @property
    def lists(self) -> list[BoundField]:
        """The answers, the needed language first."""
        return [self[f"options_{code}"] for code in self.codes]

    def clean(self) -> dict[str, Any]:
        """Two answers at least to choose from, as many in each language that has any."""
        data: dict[str, Any] = super().clean() or {}
        data["text_fi"] = data.get("text_fi") or data.get(f"text_{self.own}", "")
        if data.get("kind") != Question.Kind.CHOICE:
            data["options"] = []
            return data
        lines = {
            code: [line.strip() for line in data.get(f"options_{code}", "").splitlines() if line.strip()]
            for code in CODES
        }
        own = lines[self.own]
        if not 2 <= len(own) <= MOST_OPTIONS:
            said = _now("Write at least two answers and at most %(most)s, one on each line.")
            self.add_error(f"options_{self.own}", said % {"most": MOST_OPTIONS})
            return data
        for code in CODES:
            if lines[code] and len(lines[code]) != len(own):
                self.add_error(
                    f"options_{code}", _now("Write as many lines here, in the same order, or leave it empty.")
                )
        if not self.errors:
            lines["fi"] = lines["fi"] or own
            data["options"] = [
                {code: lines[code][place][:200] for code in CODES if lines[code]} for place in range(len(own))
            ]
        return data

    def plan(self) -> QuestionPlan:
        """What a valid form says."""
        names = ("kind", "text_fi", "text_sv", "text_en", "options")
        return QuestionPlan(**{name: self.cleaned_data[name] for name in names})


def _said(question: Question) -> dict[str, str]:
    lines = {
        f"options_{code}": "\n".join(each[code] for each in question.options if code in each)
        for code in CODES
    }
    texts = {f"text_{code}": getattr(question, f"text_{code}") for code in CODES}
    return {"kind": question.kind, **texts, **lines}


class AnswerForm(forms.Form):
    """The questions of a survey. None has to be answered."""

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_name = {f"q{each.order}": each for each in questions}
        for name, each in self.by_name.items():
            self.fields[name] = _field(each)

    def answer(self) -> Answer:
        """What a valid form says, and what was left out not."""
        said = {self.by_name[name]: value for name, value in self.cleaned_data.items() if value != ""}
        text = Question.Kind.TEXT
        return Answer(
            values={each.pk: int(value) for each, value in said.items() if each.kind != text},
            words={each.pk: value for each, value in said.items() if each.kind == text},
        )


def _field(question: Question) -> forms.Field:
    label = selectors.text_of(question)
    if question.kind == Question.Kind.TEXT:
        return forms.CharField(
            label=label,
            required=False,
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Leave out names and whatever would tell who you are."),
        )
    named = [(str(place), name) for place, name in enumerate(selectors.options_of(question))]
    scale = [(str(value), str(value)) for value in range(1, 6)]
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=scale if question.kind == Question.Kind.SCALE else named,
        widget=forms.RadioSelect,
    )


class AskForm(forms.Form):
    """Which volunteers get the link."""

    role = NamedChoice(label=_("Who gets the link"), queryset=VolunteerRole.objects.none(), required=False)

    def __init__(self, *args: Any, reader: reach.Reaching, survey: Survey, **kwargs: Any) -> None:
        kwargs["initial"] = {"role": survey.role_id}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.queryset = reach.roles(reader, register.active_roles())
        field.empty_label = _("All active volunteers")
