"""What posts say by themselves: pure rules over bodies and posts, nothing typed in.

Each answer carries its reason and the posts behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shuniu.registry.models import Person
from shuniu.registry.queries.parameters import Parameters
from shuniu.registry.queries.persons import masked
from shuniu.registry.states import BodyKind, PostTitle

GOVERNING = frozenset({BodyKind.COUNCIL, BodyKind.SUPERVISORS, BodyKind.SECRETARIAT})
# Without these a body has nobody at its head.
LEADS: dict[str, tuple[str, ...]] = {
    BodyKind.COUNCIL: (PostTitle.HEAD,),
    BodyKind.SECRETARIAT: (PostTitle.SECRETARY_GENERAL,),
    BodyKind.PARTY: (PostTitle.SECRETARY,),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A post somebody holds."""

    pk: int
    organisation: int
    body: int
    kind: str
    person: Person
    title: str
    words: str
    since: date
    until: date | None = None

    @property
    def called(self) -> str:
        """The post in the organisation's own words, or in ours."""
        return self.words or str(PostTitle(self.title).label)

    @property
    def phone(self) -> str:
        """The holder's number, its middle hidden."""
        return masked(self.person.phone)

    @property
    def body_called(self) -> str:
        """The kind of body."""
        return str(BodyKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Standing:
    """A body that stands."""

    pk: int
    organisation: int
    kind: str
    name: str
    since: date
    elected_on: date | None = None
    term_years: int | None = None
    extended_until: date | None = None
    seats: int | None = None

    @property
    def called(self) -> str:
        """Its name, or its kind."""
        return self.name or str(BodyKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Governed:
    """An organisation's bodies and posts on a day.

    Attributes:
        bodies: its own.
        posts: in its own bodies.
        party: posts in party organisations that cover it, its own among them.
    """

    bodies: tuple[Standing, ...] = ()
    posts: tuple[Held, ...] = ()
    party: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """An answer with its why.

    Attributes:
        code: ``cross``, ``one_head``, ``vacancy``, ``term``.
        state: ``yes``, ``no``, ``warn``, ``bad`` or ``unknown``.
        title: what was asked.
        reason: a whole sentence.
        posts: the posts behind it.
        body: the body it is about, where it is about one.
        until: the day it hangs on, such as the end of a term.
    """

    code: str
    state: str
    title: str
    reason: str
    posts: tuple[Held, ...] = ()
    body: Standing | None = None
    until: date | None = None

    @property
    def flag(self) -> str:
        """Two or three words for a list."""
        if self.body is None:
            return _("双向进入") if self.code == "cross" else self.title
        words = _("%(body)s逾期未换届") if self.code == "term" else _("%(body)s无人负责")
        return words % {"body": self.body.called}

    @property
    def tone(self) -> str:
        """How a badge shows it."""
        tones = {"yes": "good", "warn": "warn", "bad": "bad", "no": "plain"}
        return tones.get(self.state, "plain")


def derive(governed: Governed, day: date, rules: Parameters) -> list[Derived]:
    """All that the posts of one organisation say on a day."""
    return [
        cross_posts(governed, rules),
        one_head(governed),
        *vacancies(governed),
        *elections(governed, day, rules),
    ]


def cross_posts(governed: Governed, rules: Parameters) -> Derived:
    """双向进入: people of the branch committee sit in council, supervisors or secretariat."""
    title = _("双向进入、交叉任职")
    party = [one for one in governed.party if one.title in rules.party_titles]
    if not party:
        return Derived("cross", "unknown", title, _("没有登记党组织班子成员，无法判断。"))
    people = {one.person.pk for one in party}
    inside = [
        one
        for one in governed.posts
        if one.kind in GOVERNING and one.title in rules.cross_titles and one.person.pk in people
    ]
    if not inside:
        words = _("党组织班子成员没有在理事会、监事会或秘书处任职（秘书处一般工作人员不计入）。")
        return Derived("cross", "no", title, words, tuple(party))
    both = {one.person.pk for one in inside}
    words = ngettext(
        "%(count)s 名党组织班子成员同时在理事会、监事会或秘书处任职。",
        "%(count)s 名党组织班子成员同时在理事会、监事会或秘书处任职。",
        len(both),
    )
    behind = [one for one in party if one.person.pk in both]
    return Derived(
        "cross", "yes", title, words % {"count": len(both)}, tuple(_unique([*behind, *inside]))
    )


def one_head(governed: Governed) -> Derived:
    """一肩挑: the head of the council is the secretary."""
    title = _("一肩挑")
    heads = [
        one
        for one in governed.posts
        if one.kind == BodyKind.COUNCIL and one.title == PostTitle.HEAD
    ]
    secretaries = [one for one in governed.party if one.title == PostTitle.SECRETARY]
    if not heads or not secretaries:
        lacking = _("负责人") if not heads else _("党组织书记")
        words = _("没有登记%(post)s，无法判断。") % {"post": lacking}
        return Derived("one_head", "unknown", title, words, (*heads, *secretaries))
    same = {one.person.pk for one in heads} & {one.person.pk for one in secretaries}
    behind = [one for one in (*heads, *secretaries) if not same or one.person.pk in same]
    if same:
        words = _("负责人同时担任党组织书记。")
        return Derived("one_head", "yes", title, words, tuple(behind))
    words = _("负责人与党组织书记不是同一人。")
    return Derived("one_head", "no", title, words, tuple(behind))


def vacancies(governed: Governed) -> Iterator[Derived]:
    """Seats nobody sits in, and bodies without a head."""
    for body in governed.bodies:
        held = [one for one in governed.posts if one.body == body.pk]
        title = _("%(body)s空缺") % {"body": body.called}
        wanted = LEADS.get(body.kind, ())
        if wanted and not any(one.title in wanted for one in held):
            words = _("“%(body)s”没有在任的%(post)s。")
            told = words % {"body": body.called, "post": PostTitle(wanted[0]).label}
            yield Derived("vacancy", "bad", title, told, tuple(held), body)
            continue
        people = len({one.person.pk for one in held})
        if body.seats is not None and people < body.seats:
            words = _("“%(body)s”应有 %(seats)s 人，在任 %(people)s 人，空缺 %(open)s 人。")
            told = words % {
                "body": body.called,
                "seats": body.seats,
                "people": people,
                "open": body.seats - people,
            }
            yield Derived("vacancy", "warn", title, told, tuple(held), body)


def elections(governed: Governed, day: date, rules: Parameters) -> Iterator[Derived]:
    """Terms: overdue, due soon, or in order; bodies without a term say nothing."""
    for body in governed.bodies:
        end = term_of(body)
        if end is None:
            if body.kind in {BodyKind.COUNCIL, BodyKind.PARTY}:
                words = _("“%(body)s”没有登记本届产生日期或任期，无法判断是否按期换届。")
                told = words % {"body": body.called}
                yield Derived("term", "unknown", _term_title(body), told, body=body)
            continue
        state, words = _term_state(body, end, day, rules)
        yield Derived("term", state, _term_title(body), words, body=body, until=end)


def _term_state(body: Standing, end: date, day: date, rules: Parameters) -> tuple[str, str]:
    told = {"body": body.called, "end": end, "days": (day - end).days}
    if day > end:
        return "bad", _("“%(body)s”任期已于 %(end)s 届满，逾期 %(days)s 天未换届。") % told
    if body.extended_until is not None and _too_long(body, rules):
        words = _("“%(body)s”延期至 %(end)s，超过规定的最长 %(months)s 个月。")
        return "warn", words % {**told, "months": rules.longest_extension}
    if day >= months_later(end, -rules.remind_months):
        return "warn", _("“%(body)s”任期将于 %(end)s 届满，请准备换届。") % told
    return "yes", _("“%(body)s”任期至 %(end)s，在任期内。") % told


def _too_long(body: Standing, rules: Parameters) -> bool:
    if body.elected_on is None or not body.term_years or body.extended_until is None:
        return False
    plain = term_end(body.elected_on, body.term_years)
    return body.extended_until > months_later(plain, rules.longest_extension)


def _term_title(body: Standing) -> str:
    return _("%(body)s换届") % {"body": body.called}


def term_of(body: Standing) -> date | None:
    """The last day of a body's term, or of the extension that was approved for it."""
    if body.elected_on is None or not body.term_years:
        return None
    end = term_end(body.elected_on, body.term_years)
    return max(end, body.extended_until or end)


def term_end(elected: date, years: int) -> date:
    """The last day of a term."""
    return months_later(elected, 12 * years)


def months_later(day: date, months: int) -> date:
    """The same day some months later (earlier, where negative); the last one where it is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def _unique(rows: Sequence[Held]) -> list[Held]:
    return list({one.pk: one for one in rows}.values())
