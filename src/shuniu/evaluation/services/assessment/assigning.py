"""Who assesses what, and who keeps out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.queries import holders, paths_where
from shuniu.accounts.states import Capability
from shuniu.base import audit, clock
from shuniu.base.notices import notify
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation.models import Assignment, Entry, Recusal, Round
from shuniu.evaluation.rules import assessment as rules
from shuniu.evaluation.states import AssignmentState, EntryState, RoundState
from shuniu.registry.models import Organisation

_RUNNING = (RoundState.ANSWERING, RoundState.ASSESSING, RoundState.PROPOSED)
_LIVE = (AssignmentState.OPEN, AssignmentState.DONE)


def assign(entry: Entry, *, user: User, by: User, order: int = 1) -> Assignment:
    """Give an entry to an assessor.

    Args:
        entry: handed in.
        user: the assessor.
        by: who assigns.
        order: 1 or 2 where two assess independently; 3 settles what these two see differently.

    Raises:
        Refused: by the rules, or the place is taken.
    """
    with transaction.atomic():
        ensure(rules.can_assign(by, entry.round))
        ensure(rules.eligible(user, entry))
        ensure(rules.can_take_place(entry, user, order))
        try:
            with transaction.atomic():
                row, _made = Assignment.objects.update_or_create(
                    entry=entry,
                    user=user,
                    defaults={
                        "order": order,
                        "state": AssignmentState.OPEN,
                        "made_at": clock.now(),
                        "begun_at": None,
                    },
                )
        except IntegrityError:
            raise Refused(rules.taken(entry, order)) from None
        audit.record(
            "evaluation.entry.assigned",
            entry,
            by=by,
            node=entry.round.node_id,
            user=user.pk,
            order=order,
        )
        _tell(entry.round, {user.pk: 1})
    return row


def take_back(assignment: Assignment, *, by: User) -> None:
    """Take an open task away from an assessor; what they found so far stands in the book only.

    Raises:
        Refused: by the rules, or the task is finished.
    """
    with transaction.atomic():
        entry = assignment.entry
        ensure(rules.can_assign(by, entry.round))
        marks = list(assignment.marks.values("leaf", "values", "points", "reason"))
        rows = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.OPEN)
        gone, _rows = rows.delete()
        if not gone:
            words = _("该任务已经完成，不能收回；需要重新评分时请用“重新评分”。")
            raise Refused(refuse(words, "assessment.done"))
        audit.record(
            "evaluation.entry.unassigned",
            entry,
            by=by,
            node=entry.round.node_id,
            user=assignment.user_id,
            order=assignment.order,
            marks=marks,
        )


def assign_evenly(round_: Round, *, assessors: Sequence[User], by: User) -> list[Entry]:
    """Spread what is not assigned yet over assessors; returns entries for which nobody was found.

    The same list gives the same outcome: entries with the least choice come first, each goes to
    whoever has least, and of these to the one who was least often paired with the other assessor.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_assign(by, round_))
        spread = _Spread(round_, sorted(assessors, key=lambda one: one.pk))
        made, left = spread.rows()
        Assignment.objects.bulk_create(made, batch_size=1000)
        audit.record(
            "evaluation.round.assigned",
            round_,
            by=by,
            node=round_.node_id,
            pairs=[(one.entry_id, one.user_id, one.order) for one in made],
            left=[entry.pk for entry in left],
        )
        _tell(round_, Counter(one.user_id for one in made))
    return left


class _Spread:
    """Loads, pairs and bars while entries are handed out."""

    def __init__(self, round_: Round, assessors: Sequence[User]) -> None:
        rows = Entry.objects.filter(round=round_, state=EntryState.SUBMITTED)
        self.entries = list(rows.select_related("organisation__node"))
        self.orders = (1, 2) if round_.two_assessors else (1,)
        self.assessors = assessors
        self.inside = {one.pk: paths_where(one, Capability.ROUNDS_ASSESS) for one in assessors}
        self.own = {one.pk: paths_where(one, Capability.ROUNDS_ANSWER) for one in assessors}
        self.barred = set(
            Recusal.objects.filter(user__in=assessors, ended_at__isnull=True).values_list(
                "user_id", "organisation_id"
            )
        )
        self.taken: dict[int, dict[int, int]] = {}
        self.had: set[tuple[int, int]] = set()
        self.load: Counter[int] = Counter()
        self.pairs: Counter[tuple[int, int]] = Counter()
        there = Assignment.objects.filter(entry__round=round_).order_by("order")
        for entry, user, order, state in there.values_list("entry_id", "user_id", "order", "state"):
            self.had.add((user, entry))
            if state != AssignmentState.RECUSED and order in self.orders:
                self.take(entry, user, order)

    def take(self, entry: int, user: int, order: int) -> None:
        for other in self.taken.get(entry, {}).values():
            self.pairs[min(user, other), max(user, other)] += 1
        self.taken.setdefault(entry, {})[order] = user
        self.load[user] += 1

    def choice(self, entry: Entry) -> list[User]:
        path = str(entry.organisation.node.path)
        return [
            one
            for one in self.assessors
            if (one.pk, entry.organisation_id) not in self.barred
            and (one.pk, entry.pk) not in self.had
            and any(path.startswith(top) for top in self.inside[one.pk])
            and not any(path.startswith(top) for top in self.own[one.pk])
        ]

    def rows(self) -> tuple[list[Assignment], list[Entry]]:
        choices = {entry.pk: self.choice(entry) for entry in self.entries}
        ordered = sorted(self.entries, key=lambda e: (len(choices[e.pk]), e.organisation.code))
        made, left = [], []
        for entry in ordered:
            for order in self.orders:
                there = self.taken.get(entry.pk, {})
                if order in there:
                    continue
                options = [one for one in choices[entry.pk] if one.pk not in there.values()]
                if not options:
                    left.append(entry)
                    break
                user = min(options, key=lambda one: self._rank(one.pk, list(there.values())))
                self.take(entry.pk, user.pk, order)
                made.append(Assignment(entry=entry, user=user, order=order, made_at=clock.now()))
        return made, left

    def _rank(self, user: int, others: Sequence[int]) -> tuple[int, int, int]:
        met = sum(self.pairs[min(user, other), max(user, other)] for other in others)
        return self.load[user], met, user


def begin(assignment: Assignment, *, by: User) -> None:
    """The assessor declares that nothing stands in the way, and opens the task.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_begin(by, assignment))
        if assignment.begun_at is None:
            assignment.begun_at = clock.now()
            assignment.save(update_fields=["begun_at"])
            audit.record(
                "evaluation.assignment.begun",
                assignment,
                by=by,
                node=assignment.entry.organisation.node_id,
                declared="no interest",
            )


def recuse(user: User, *, organisation: Organisation, reason: str, by: User) -> Recusal:
    """Keep somebody out of everything about an organisation; their tasks go to others.

    Raises:
        Refused: by the rules, or no reason was given.
    """
    if not reason.strip():
        raise Refused(refuse(_("请写明回避的理由。"), "assessment.reason"))
    with transaction.atomic():
        ensure(rules.can_recuse(by, user, organisation))
        row, made = Recusal.objects.get_or_create(
            user=user,
            organisation=organisation,
            ended_at=None,
            defaults={
                "reason": reason.strip()[:300],
                "declared_by": by,
                "declared_at": clock.now(),
            },
        )
        tasks = Assignment.objects.filter(
            user=user,
            entry__organisation=organisation,
            entry__round__state__in=_RUNNING,
            state__in=_LIVE,
        ).select_related("entry__round__node")
        freed = [one for one in tasks if one.entry.state == EntryState.SUBMITTED]
        settled = [one for one in tasks if one.entry.state == EntryState.ASSESSED]
        Assignment.objects.filter(pk__in=[one.pk for one in freed]).update(
            state=AssignmentState.RECUSED
        )
        if made or freed:
            audit.record(
                "evaluation.recusal.declared",
                row,
                by=by,
                node=organisation.node_id,
                user=user.pk,
                reason=reason,
                freed=[one.entry_id for one in freed],
            )
        _tell_hub(row, freed, settled)
    return row


def end_recusal(recusal: Recusal, *, by: User) -> None:
    """Let somebody in again from now on.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_end_recusal(by, recusal))
        recusal.ended_at = clock.now()
        recusal.save(update_fields=["ended_at"])
        audit.record(
            "evaluation.recusal.ended",
            recusal,
            by=by,
            node=recusal.organisation.node_id,
            user=recusal.user_id,
        )


def _tell(round_: Round, counts: Counter[int] | dict[int, int]) -> None:
    words = _("“%(round)s”有 %(count)s 家单位待您评分，截止 %(day)s。")
    for user, count in sorted(counts.items()):
        said = {"round": round_.title, "count": count, "day": round_.assess_until}
        notify([user], words % said, "/work/")


def _tell_hub(recusal: Recusal, freed: Iterable[Assignment], settled: Iterable[Assignment]) -> None:
    """The hub hands the tasks to others, and decides about what was assessed already."""
    said = {"who": str(recusal.user), "organisation": recusal.organisation.name}
    again = _("%(who)s 对“%(organisation)s”回避，请把评分任务分派给其他专家。")
    late = _("%(who)s 对“%(organisation)s”回避，而此前已评完分，请决定是否重新评分。")
    for words, tasks in ((again, freed), (late, settled)):
        for one in tasks:
            round_ = one.entry.round
            people = holders(Capability.ROUNDS_RUN, round_.node).values_list("pk", flat=True)
            notify(people, words % said, f"/rounds/{round_.pk}/assign/")
