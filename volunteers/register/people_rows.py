"""The rows of the list of people, written in Python.

Fifty rows of several cells: a template engine takes longer over them than everything else on the page takes
together. What a cell says stands in one function each; words and addresses are looked up once for all rows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from volunteers.register.roster import Line
from web import formats

_ANY = UUID(int=0)


def _address(name: str) -> tuple[str, str]:
    """What stands before and after a person's identifier in an address."""
    before, after = reverse(name, kwargs={"uuid": _ANY}).split(str(_ANY))
    return before, after


@dataclass(frozen=True)
class _Said:
    """What is the same in all rows."""

    person: tuple[str, str]
    invite: tuple[str, str]
    tick: str
    no_period: SafeString
    can_sign_in: str
    no_email: SafeString
    invited: str
    invite_label: str
    again_label: str
    languages: dict[str, str]

    @classmethod
    def now(cls) -> "_Said":
        """In the language in use."""
        quiet = '<span class="rn-quiet">{}</span>'
        return cls(
            person=_address("person"),
            invite=_address("person-invite"),
            tick=escape(_("Tick %(name)s")),
            no_period=format_html(quiet, _("no period")),
            can_sign_in=escape(_("can sign in")),
            no_email=format_html(quiet, _("no e-mail")),
            invited=escape(_("invited, until %(until)s")),
            invite_label=escape(_("Invite")),
            again_label=escape(_("Invite again")),
            languages={code: escape(name) for code, name in settings.LANGUAGES},
        )


def _state(line: Line, said: _Said) -> str:
    return escape(line.state_label) or said.no_period


def _ending(line: Line, _said: _Said) -> str:
    return "".join(
        f'<span class="d-block">{escape(name)} {formats.day(until, weekday=False, year=True)}</span>'
        for name, until in line.ending
    )


def _sign_in(line: Line, said: _Said) -> str:
    person = line.person
    if person.user_uuid:
        return said.can_sign_in
    if not person.email:
        return said.no_email
    label, before = said.invite_label, ""
    if line.invited_until:
        until = formats.day(line.invited_until, weekday=False)
        label = said.again_label
        before = f'<span class="rn-sub">{said.invited % {"until": until}}</span>'
    # One form for all rows.
    return (
        f'{before}<button class="btn btn-plain btn-sm" type="submit" form="many" '
        f'formaction="{said.invite[0]}{person.uuid}{said.invite[1]}">{label}'
        f'<span class="visually-hidden">: {escape(person.name)}</span></button>'
    )


# What each column says of a person, and the class of its cell. Texts of people are escaped in here.
_CELLS: dict[str, tuple[str, Callable[[Line, _Said], str]]] = {
    "state": ("rn-col-lg", _state),
    "roles": ("rn-col-lg", lambda line, _said: escape(", ".join(line.roles))),
    "tags": ("rn-col-lg", lambda line, _said: escape(", ".join(line.tags))),
    "phone": ("rn-col-lg rn-nowrap", lambda line, _said: escape(line.person.phone)),
    "email": ("rn-col-lg", lambda line, _said: escape(line.person.email)),
    "language": ("rn-col-lg", lambda line, said: said.languages.get(line.person.language, "")),
    "municipality": ("rn-col-lg", lambda line, _said: escape(line.person.municipality)),
    "ending": ("rn-col-lg", _ending),
    "sign_in": ("", _sign_in),
}


def rows(lines: Iterable[Line], *, columns: Sequence[str]) -> SafeString:
    """The `tr` elements of these people, with a box to tick, their name, and the columns in this order."""
    said = _Said.now()
    return SafeString("".join(_row(line, columns, said) for line in lines))


def _row(line: Line, columns: Sequence[str], said: _Said) -> str:
    person, name = line.person, escape(line.person.name)
    below = [line.state_label]  # on a phone, where the columns are not
    if "phone" in columns:
        below.append(person.phone)
    subs = "".join(f'<span class="rn-sub rn-only-sm">{escape(text)}</span>' for text in below if text)
    cells = []
    for column in columns:
        if column not in _CELLS:  # a field of the association's own
            cells.append(f'<td class="rn-col-lg">{escape(line.own.get(column, ""))}</td>')
            continue
        css, tell = _CELLS[column]
        cells.append(f'<td class="{css}">{tell(line, said)}</td>' if css else f"<td>{tell(line, said)}</td>")
    return (
        f'<tr><td><label class="rn-checkcell"><input class="form-check-input" type="checkbox" name="person" '
        f'value="{person.uuid}" form="many"><span class="visually-hidden">{said.tick % {"name": name}}</span>'
        f'</label></td><th scope="row"><a href="{said.person[0]}{person.uuid}{said.person[1]}">{name}</a>'
        f"{subs}</th>{''.join(cells)}</tr>"
    )
