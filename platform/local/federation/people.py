"""Everybody in the demo: who they are, how to reach them, which roles they hold and who can sign in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from local.federation.associations import ASSOCIATION_BY_SLUG, REPORTING
from local.federation.cast import LENT, LOGINS, PARTS, Lent, Login, Part
from local.federation.draws import Draws
from local.federation.names import FINNISH_FAMILY, FINNISH_GIVEN, OTHER_NAMES, SWEDISH_FAMILY, SWEDISH_GIVEN
from local.federation.totals import ROLES, VOLUNTEERS, YEAR, people_by_roles_held

_NAMESPACE = uuid.UUID("5f0c8b7e-1f6a-5d0e-9a57-7d1d3c9f2b10")
_ASCII = str.maketrans("åäöéèü", "aaoeeu")
_FIRST_PHONE = 2000
_SATU_PHONE = "040 000 0101"
_NO_LATECOMERS = {"arkeen-voimaa", "dialogit", "pyoraluotsi", "linkkihenkilo"}
"""Roles of few people or one season: everybody who holds one was there when the year began."""

OPENING = date(2025, 2, 3)
"""The demo's first day."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that somebody holds, from a day on and perhaps up to one (included)."""

    role: str
    from_on: date
    to_on: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether the role is held on that day."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in one association's register. The same human being in two is two of these with one user.

    `volunteered` is true for those who have headline hours in 2024. Staff have no period and no holdings.
    """

    association: str
    number: int
    given_name: str
    family_name: str
    email: str
    phone: str
    language: str
    user: uuid.UUID | None = None
    state: str = "active"
    started_on: date | None = None
    ended_on: date | None = None
    holdings: tuple[Holding, ...] = ()
    volunteered: bool = True
    staff: bool = False
    vigour: int = 100
    duties: tuple[tuple[str, int, int], ...] = ()

    @property
    def key(self) -> str:
        """Name the human being: the same in both associations of somebody who is in two."""
        return str(self.user) if self.user else f"{self.association}/{self.number}"

    @property
    def full_name(self) -> str:
        """Return the name as it is said."""
        return f"{self.given_name} {self.family_name}"

    def holds(self, role: str, day: date) -> bool:
        """Say whether the person holds the role on that day."""
        return any(holding.role == role and holding.covers(day) for holding in self.holdings)


@dataclass(frozen=True, slots=True)
class Access:
    """What somebody may do in one association: `owner`, `coordinator`, `volunteer`."""

    association: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who can sign in."""

    uuid: uuid.UUID
    given_name: str
    family_name: str
    email: str
    phone: str
    language: str
    title: str
    access: tuple[Access, ...] = ()
    umbrella_role: str = ""


@dataclass(slots=True)
class _Register:
    """What must not be given out twice while people are made."""

    draws: Draws
    names: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    phones: Iterator[int] = field(default_factory=lambda: iter(range(0)))
    known: dict[str, tuple[str, str]] = field(default_factory=dict)

    def email(self, given_name: str, family_name: str) -> str:
        local = f"{given_name}.{family_name}".lower().translate(_ASCII).replace("-", "").replace(" ", "")
        email = f"{local}@example.org"
        number = 2
        while email in self.emails:
            email = f"{local}{number}@example.org"
            number += 1
        self.emails.add(email)
        return email

    def phone(self) -> str:
        return f"040 000 {next(self.phones):04d}"

    def contacts(self, given_name: str, family_name: str) -> tuple[str, str]:
        """Return e-mail address and phone of somebody in the story: the same ones whenever they appear."""
        name = f"{given_name} {family_name}"
        if name not in self.known:
            phone = _SATU_PHONE if name == "Satu Alatalo" else self.phone()
            self.known[name] = (self.email(given_name, family_name), phone)
        return self.known[name]


def user_uuid(email: str) -> uuid.UUID:
    """Return the identity of the login with that address, the same on each run."""
    return uuid.uuid5(_NAMESPACE, f"user:{email}")


def make_people(seed: int) -> dict[str, tuple[Person, ...]]:
    """Make the registers of all reporting associations.

    Volunteers of 2024 come first, then those who joined later, then staff.
    """
    draws = Draws(seed, "people")
    register = _Register(draws, phones=iter(draws.shuffled(range(_FIRST_PHONE, 10000))))
    register.names.update(f"{part.given_name} {part.family_name}" for part in PARTS)
    register.names.update(f"{login.given_name} {login.family_name}" for login in LOGINS)
    for part in PARTS:
        register.contacts(part.given_name, part.family_name)
    for login in LOGINS:
        register.contacts(login.given_name, login.family_name)
    return {slug: _make_register(slug, register, Draws(seed, "people", slug)) for slug in REPORTING}


def make_users(people: Mapping[str, Sequence[Person]]) -> tuple[User, ...]:
    """Collect those who can sign in, from the registers and from the umbrella's staff."""
    users: dict[uuid.UUID, User] = {}
    for login in LOGINS:
        user = _user_of(login, people)
        users[user.uuid] = user
    for register in people.values():
        for person in register:
            if person.user and not person.staff:
                _grant(users, person)
    for lent in LENT:
        user = _user_of_lent(lent)
        users.setdefault(user.uuid, user)
    return tuple(users.values())


def _grant(users: dict[uuid.UUID, User], person: Person) -> None:
    """Let somebody of a register sign in there, unless their time there is over."""
    assert person.user is not None
    user = users.get(person.user) or User(
        uuid=person.user,
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        phone=person.phone,
        language=person.language,
        title="frivillig" if person.language == "sv" else "vapaaehtoinen",
    )
    users[person.user] = user
    if person.state == "ended":
        return
    granted = {access.association: access.roles for access in user.access}
    granted[person.association] = (*granted.get(person.association, ()), "volunteer")
    users[person.user] = replace(user, access=tuple(Access(slug, roles) for slug, roles in granted.items()))


def _user_of(login: Login, people: Mapping[str, Sequence[Person]]) -> User:
    if login.association:
        person = next(
            person
            for person in people[login.association]
            if (person.given_name, person.family_name) == (login.given_name, login.family_name)
        )
        email, phone = person.email, person.phone
    else:
        email, phone = _Register(Draws(0)).email(login.given_name, login.family_name), ""
    access = (Access(login.association, ("owner", "coordinator")),) if login.association else ()
    return User(
        uuid=user_uuid(email),
        given_name=login.given_name,
        family_name=login.family_name,
        email=email,
        phone=phone,
        language=login.language,
        title=login.title,
        access=access,
        umbrella_role=login.umbrella_role,
    )


def _user_of_lent(lent: Lent) -> User:
    email = _Register(Draws(0)).email(lent.given_name, lent.family_name)
    return User(
        uuid=user_uuid(email),
        given_name=lent.given_name,
        family_name=lent.family_name,
        email=email,
        phone="",
        language=lent.language,
        title=lent.title,
    )


def _make_register(slug: str, register: _Register, draws: Draws) -> tuple[Person, ...]:
    parts = [part for part in PARTS if part.association == slug]
    regulars = [part for part in parts if not part.newcomer]
    people = [_from_part(part, number, register, draws) for number, part in enumerate(regulars)]
    for roles in _roles_of_the_others(slug, regulars, draws):
        people.append(_draw_person(slug, len(people), roles, register, draws))
    assert len(people) == VOLUNTEERS[slug]
    for part in parts:
        if part.newcomer:
            people.append(_from_part(part, len(people), register, draws))
    for login in LOGINS:
        if login.association == slug and not login.volunteers_too:
            people.append(_from_login(login, len(people), register))
    return tuple(people)


def _from_part(part: Part, number: int, register: _Register, draws: Draws) -> Person:
    email, phone = register.contacts(part.given_name, part.family_name)
    started_on = part.since or _some_day(draws, date(2012, 1, 9), date(2023, 10, 30))
    held_since = dict(part.held_since)
    return Person(
        association=part.association,
        number=number,
        given_name=part.given_name,
        family_name=part.family_name,
        email=email,
        phone=phone,
        language=ASSOCIATION_BY_SLUG[part.association].language,
        user=user_uuid(email) if part.account else None,
        state="ended" if part.until else "active",
        started_on=started_on,
        ended_on=part.until,
        holdings=tuple(Holding(role, held_since.get(role, started_on), part.until) for role in part.roles),
        volunteered=not part.newcomer,
        vigour=part.vigour,
        duties=part.duties,
    )


def _from_login(login: Login, number: int, register: _Register) -> Person:
    email, phone = register.contacts(login.given_name, login.family_name)
    return Person(
        association=login.association,
        number=number,
        given_name=login.given_name,
        family_name=login.family_name,
        email=email,
        phone=phone,
        language=login.language,
        user=user_uuid(email),
        volunteered=False,
        staff=True,
    )


def _draw_person(slug: str, number: int, roles: tuple[str, ...], register: _Register, draws: Draws) -> Person:
    given_name, family_name, language = _draw_name(ASSOCIATION_BY_SLUG[slug].language, register, draws)
    state, started_on, ended_on = _draw_period(slug, roles, draws)
    # Older people without e-mail are part of the field: a coordinator acts for them.
    email = register.email(given_name, family_name) if draws.percent(90) else ""
    phone = register.phone() if not email or draws.percent(95) else ""
    return Person(
        association=slug,
        number=number,
        given_name=given_name,
        family_name=family_name,
        email=email,
        phone=phone,
        language=language,
        state=state,
        started_on=started_on,
        ended_on=ended_on,
        holdings=tuple(Holding(role, started_on, ended_on) for role in roles),
        vigour=draws.pick((45, 60, 75, 90, 100, 110, 130, 160, 210)),
    )


def _draw_name(language: str, register: _Register, draws: Draws) -> tuple[str, str, str]:
    """Draw a name that nobody has yet, and the language its bearer reads."""
    spoken = language
    if draws.percent(6):
        spoken = "fi" if language == "sv" else draws.pick(("sv", "en"))
    while True:
        if spoken == "en":
            given_name, family_name = draws.pick(OTHER_NAMES)
        elif spoken == "sv":
            given_name, family_name = draws.pick(SWEDISH_GIVEN), draws.pick(SWEDISH_FAMILY)
        else:
            given_name, family_name = draws.pick(FINNISH_GIVEN), draws.pick(FINNISH_FAMILY)
        name = f"{given_name} {family_name}"
        if name not in register.names:
            register.names.add(name)
            return given_name, family_name, spoken
        if spoken == "en":
            spoken = language


def _draw_period(slug: str, roles: tuple[str, ...], draws: Draws) -> tuple[str, date, date | None]:
    """Draw when somebody came, and for a few when they left or that they are on a break."""
    usual = _some_day(draws, date(2011, 1, 10), date(2023, 11, 20))
    if VOLUNTEERS[slug] < 30 or _NO_LATECOMERS.intersection(roles):
        return "active", usual, None
    fate = draws.below(100)
    if fate < 14:
        return "active", _some_day(draws, date(YEAR, 1, 15), date(YEAR, 8, 25)), None
    if fate < 18:
        return "ended", usual, _some_day(draws, date(YEAR, 10, 14), date(YEAR, 12, 29))
    return ("on_break" if fate < 21 else "active"), usual, None


def _some_day(draws: Draws, first: date, last: date) -> date:
    return first + timedelta(days=draws.between(0, (last - first).days))


def _roles_of_the_others(slug: str, parts: Sequence[Part], draws: Draws) -> list[tuple[str, ...]]:
    """Draw which roles those hold who are not named, so that each role has exactly its people."""
    places = {role: people for role, (people, _) in ROLES[slug].items()}
    for part in parts:
        for role in part.roles:
            places[role] -= 1
    wanted: list[int] = []
    for held, people in enumerate(people_by_roles_held(slug), start=1):
        wanted += [held] * (people - sum(len(part.roles) == held for part in parts))
    return share_roles(places, wanted, draws)


def share_roles(places: Mapping[str, int], wanted: Sequence[int], draws: Draws) -> list[tuple[str, ...]]:
    """Share out roles so that each role is held so often and each person holds so many, then mix them well.

    Giving those who want most the roles that have most left always works out when anything does.
    Raises ValueError when nothing does.
    """
    left = dict(places)
    hands: list[list[str]] = []
    for count in sorted(wanted, reverse=True):
        roles = sorted(left, key=lambda role: -left[role])[:count]
        for role in roles:
            left[role] -= 1
        hands.append(roles)
    if any(left.values()):
        raise ValueError(f"the roles cannot be shared like this: {left}")
    for _ in range(len(hands) * 30):
        one, other = hands[draws.below(len(hands))], hands[draws.below(len(hands))]
        giving, getting = draws.below(len(one)), draws.below(len(other))
        if one[giving] not in other and other[getting] not in one:
            one[giving], other[getting] = other[getting], one[giving]
    order = list(left)
    return [tuple(sorted(roles, key=order.index)) for roles in draws.shuffled(hands)]
