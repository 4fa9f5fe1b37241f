"""A hub with a proposed round and a committee that sits on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import Role
from shuniu.evaluation.models import Entry, Motion, Round, Sitting, SittingMember
from shuniu.evaluation.services import decisions as services
from tests.evaluation import _cast as cast

VALUES: dict[str, dict[str, object]] = {
    "协会1": {"meetings": "4", "events": "4", "party": True},  # 100, 5A
    "协会2": {"meetings": "4", "events": "4", "party": False},  # 100, at most 4A
    "协会3": {"meetings": "3", "events": "3", "party": True},  # 75, 3A
    "协会4": {"meetings": "1", "events": "0", "party": True},  # 15, no grade
}


@dataclass
class Committee:
    """A hub with a proposed round and a committee."""

    hub: Node
    officer: User
    round: Round
    people: list[User]

    def sitting(self, present: int | None = None, *, people: list[User] | None = None) -> Sitting:
        """A sitting with the first so many members present, not open yet."""
        people = self.people if people is None else people
        sitting = services.call_sitting(
            self.round, people, services.Call(date(2026, 11, 20), "三楼会议室"), by=self.officer
        )
        here = len(people) if present is None else present
        marks = {
            one.pk: services.Mark(number < here, "" if number < here else "出差")
            for number, one in enumerate(self.members(sitting))
        }
        services.mark_present(sitting, marks, by=self.officer)
        return sitting

    def opened(self, present: int | None = None) -> Sitting:
        sitting = self.sitting(present)
        services.open_sitting(sitting, by=self.officer)
        return sitting

    def members(self, sitting: Sitting) -> list[SittingMember]:
        """In the order in which they were called."""
        rows = {one.user_id: one for one in SittingMember.objects.filter(sitting=sitting)}
        return [rows[one.pk] for one in self.people if one.pk in rows]

    def vote(self, motion: Motion, words: str) -> None:
        """One letter for each member: Y, N, A; a dash for somebody who says nothing."""
        choice = {"Y": "for", "N": "against", "A": "abstain"}
        for user, letter in zip(self.people, words, strict=False):
            if letter != "-":
                services.cast(motion, choice[letter], by=user)

    def decided(self, *, deviate: bool = False) -> Sitting:
        """A sitting that is over, everything carried as proposed (or 协会3 lifted to 4A)."""
        sitting = self.opened()
        motions = []
        if deviate:
            said = services.Deviation("4A", "公益贡献突出")
            motions.append(
                services.propose_deviation(sitting, self.entry(3), said, by=self.people[1])
            )
        for motion in [*motions, *services.propose_list(sitting, by=self.officer)]:
            self.vote(motion, "Y" * len(self.people))
            services.close_motion(motion, by=self.officer)
        services.close_sitting(sitting, by=self.officer)
        self.round.refresh_from_db()
        return sitting

    def contact(self, number: int) -> User:
        """Somebody of an organisation, the same each time."""
        name = f"contact{number}"
        there = User.objects.filter(username=name).first()
        return there or cast.person(name, Role.CONTACT, self.entry(number).organisation.node)

    def entry(self, number: int) -> Entry:
        return Entry.objects.select_related("organisation__node", "framework", "round__node").get(
            round=self.round, organisation__name=f"协会{number}"
        )


def committee(size: int = 9) -> Committee:
    hub = cast.hub()
    officer = cast.person("officer", Role.HUB_OFFICER, hub)
    organisations = [cast.organisation(hub, number) for number in range(1, 5)]
    round_ = cast.proposed(cast.running(hub, officer, organisations), officer, VALUES)
    people = [cast.person(f"m{n}", Role.COMMITTEE_MEMBER, hub) for n in range(1, size + 1)]
    return Committee(hub, officer, round_, people)
