"""Who has applied when the demo begins, and how far they are. Inside the association, but the last step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from local.enacting import times
from local.federation.applicants import APPLICANTS, OPEN, OPEN_AT, Applicant
from local.federation.associations import Association as Told
from tenants.actors import Actor
from tenants.context import entered, platform_role
from tenants.models import Association
from volunteers.recruiting.models import Application
from volunteers.recruiting.services import (
    acceptance,
    applying,
    handling,
    interviews,
    redirecting,
    wording,
)
from volunteers.register.models import VolunteerRole
from volunteers.register.services.roles import RolePlan, change_role

REPLIES = (
    (
        {"fi": "Kiitos hakemuksesta", "sv": "Tack för ansökan"},
        (
            "Kiitos hakemuksestasi!",
            "Hei {name},\n\nkiitos hakemuksestasi: {role}. Soitan sinulle tällä viikolla.",
        ),
        (
            "Tack för din ansökan!",
            "Hej {name},\n\ntack för din ansökan: {role}. Jag ringer dig den här veckan.",
        ),
        (
            "Thank you for applying!",
            "Hello {name},\n\nthank you for applying: {role}. I will call you this week.",
        ),
    ),
    (
        {"fi": "Kurssi alkaa", "sv": "Kursen börjar"},
        (
            "Seuraava kurssi",
            "Hei {name},\n\nseuraava kurssi alkaa helmikuun lopussa. Kerromme lisää täällä: {link}",
        ),
        ("Nästa kurs", "Hej {name},\n\nnästa kurs börjar i slutet av februari. Mer finns här: {link}"),
        (
            "The next course",
            "Hello {name},\n\nthe next course begins at the end of February. More here: {link}",
        ),
    ),
)
DAYTIME = "Aamupäivisin\nIltapäivisin\nIltaisin"
# Days on which there is time to meet: before the story begins, and after.
_MET, _TO_MEET = (13, 14, 15, 16, 17), (6, 7, 10, 11, 12)


def tell(told: Told, held: Mapping[str, VolunteerRole], by: Actor) -> None:
    """Have it all happen, day by day; a second time changes nothing."""
    if told.slug not in OPEN_AT or Application.objects.exists():
        return
    with times.at(date(2025, 1, 3), 9):
        _open(told, held, by)
    for number, applicant in enumerate(APPLICANTS[told.slug]):
        application = _apply(told, applicant, held[applicant.role])
        for days, what in applicant.then:
            with times.at(applicant.on + timedelta(days=days), 9 + number % 6, 5 * (number % 3)):
                _DEEDS[what](_Case(told, applicant, application, held[applicant.role], by, number))


def send_on(slugs: Collection[str], by: Callable[[str], Actor]) -> None:
    """Those who agreed to another association send their applications there, and it answers. Outside."""
    for slug in slugs:
        for applicant in APPLICANTS.get(slug, ()):
            if applicant.sent_on_after is None or applicant.suggested not in slugs:
                continue
            origin = Association.objects.get(slug=slug)
            target = Association.objects.get(slug=applicant.suggested)
            with entered(origin):
                application = Application.objects.get(email=applicant.address)
            if application.state == Application.State.REDIRECTED:
                continue
            on = applicant.on + timedelta(days=applicant.sent_on_after)
            with times.at(on, 19, 12):
                redirecting.send_on(application=application, origin=origin)
            with entered(target), times.at(on + timedelta(days=2), 10, 40):
                arrived = Application.objects.get(email=applicant.address)
                subject, text = _thanks(arrived, by(target.slug))
                handling.reply(application=arrived, subject=subject, text=text, by=by(target.slug))
                handling.take_up(application=arrived, by=by(target.slug))


def _open(told: Told, held: Mapping[str, VolunteerRole], by: Actor) -> None:
    for code in OPEN_AT[told.slug]:
        role, words = held[code], OPEN[code]
        values = {name: getattr(role, name) for name in RolePlan.__dataclass_fields__}
        values |= {
            "is_open": True,
            "public_text_fi": words.fi,
            "public_text_sv": words.sv,
            "public_text_en": words.en,
        }
        change_role(role=role, plan=RolePlan(**values), by=by)
    wording.add_question(
        role=held[OPEN_AT[told.slug][0]],
        by=by,
        text_fi="Milloin sinulle sopii?",
        text_sv="När passar det dig?",
        text_en="When does it suit you?",
        kind="choice",
        choices_fi=DAYTIME,
        choices_sv="På förmiddagen\nPå eftermiddagen\nPå kvällen",
        choices_en="In the morning\nIn the afternoon\nIn the evening",
    )
    for names, in_fi, in_sv, in_en in REPLIES:
        wording.save_template(
            by=by,
            name=names[told.language],
            subject_fi=in_fi[0],
            text_fi=in_fi[1],
            subject_sv=in_sv[0],
            text_sv=in_sv[1],
            subject_en=in_en[0],
            text_en=in_en[1],
        )


def _apply(told: Told, applicant: Applicant, role: VolunteerRole) -> Application:
    question = role.questions.first()
    with times.at(applicant.on, 18, 4):
        return applying.hand_in(
            form=uuid5(NAMESPACE_URL, f"{told.slug} {applicant.address}"),
            filled=applying.Filled(
                roles=[role],
                given_name=applicant.given_name,
                family_name=applicant.family_name,
                email=applicant.address if applicant.email else "",
                phone=applicant.phone,
                language=applicant.language,
                municipality=told.town,
                birth_year=applicant.birth_year,
                why=applicant.why,
                source=applicant.source,
                answers={question: question.answers[0]} if question else {},
            ),
        )


@dataclass(frozen=True)
class _Case:
    """An application, and who does something about it."""

    told: Told
    applicant: Applicant
    application: Application
    role: VolunteerRole
    by: Actor
    number: int


def _thanks(application: Application, by: Actor) -> tuple[str, str]:
    subject, text = {
        "fi": ("Kiitos hakemuksestasi!", "Kiitos hakemuksestasi. Soitan sinulle tällä viikolla."),
        "sv": ("Tack för din ansökan!", "Tack för din ansökan. Jag ringer dig den här veckan."),
        "en": ("Thank you for applying!", "Thank you for applying. I will call you this week."),
    }[application.language]
    return subject, f"{text}\n\n{by.name.split()[0]}"


def _reply(case: _Case) -> None:
    subject, text = _thanks(case.application, case.by)
    handling.reply(application=case.application, subject=subject, text=text, by=case.by)


def _reject(case: _Case) -> None:
    handling.reject(
        application=case.application,
        reason="not_fitting",
        subject="Hakemuksesi vapaaehtoiseksi",
        text="Kiitos, että tarjosit aikaasi. Tällä kertaa emme löytäneet sinulle sopivaa vuoroa.",
        by=case.by,
    )


def _offer(case: _Case) -> None:
    # Those who are accepted in the story have met before it begins, the others meet after.
    met = any(what.startswith("accept") for _days, what in case.applicant.then)
    days, month, hour = _MET if met else _TO_MEET, 1 if met else 2, 9 + case.number % 7
    starts = (
        times.instant(date(2025, month, days[case.number % 5]), hour),
        times.instant(date(2025, month, days[(case.number + 1) % 5]), hour, 30),
    )
    site = case.told.sites[0]
    new = interviews.NewTimes(starts, 30, f"{site.name}, {site.address}")
    interviews.offer(application=case.application, new=new, by=case.by)


def _pick(case: _Case) -> None:
    offer = case.application.offers.select_related("time").order_by("time__starts_at")[0]
    interviews.pick(application=case.application, time=offer.time)


def _suggest(case: _Case) -> None:
    with platform_role():
        other = Association.objects.get(slug=case.applicant.suggested)
    redirecting.suggest(application=case.application, to=other, by=case.by)


def _accept(*, active: bool) -> Callable[[_Case], None]:
    def deed(case: _Case) -> None:
        # The course of the support persons and the agreements come before anything else.
        on = times.START.date() - timedelta(days=14)
        acceptance.accept(application=case.application, roles=[case.role], active=active, by=case.by, on=on)

    return deed


_DEEDS: Mapping[str, Callable[[_Case], object]] = {
    "take_up": lambda case: handling.take_up(application=case.application, by=case.by),
    "call": lambda case: handling.note_call(application=case.application, by=case.by),
    "wait": lambda case: handling.put_on_waiting_list(application=case.application, by=case.by),
    "withdraw": lambda case: applying.withdraw(application=case.application),
    "reject": _reject,
    "reply": _reply,
    "offer": _offer,
    "pick": _pick,
    "suggest": _suggest,
    "accept": _accept(active=False),
    "accept_active": _accept(active=True),
}
