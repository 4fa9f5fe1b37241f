"""Named votes, and counting them."""

from __future__ import annotations

from django.db import transaction

from shuniu.accounts.models import User
from shuniu.ballots import OUTCOMES, Decision, Outcome, count_named, decide
from shuniu.base import audit, clock
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation.models import Ballot, Motion
from shuniu.evaluation.queries import decisions as queries
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.rules import decisions as rules
from shuniu.evaluation.services.decisions.sittings import lock, plain
from shuniu.evaluation.states import MOTION_MOVES
from shuniu.findings import Text


def cast(motion: Motion, choice: str, *, by: User) -> Ballot:
    """Vote by name; the vote may be changed until the motion is closed.

    Raises:
        Refused: by the rules; the choice is none.
    """
    with transaction.atomic():
        _lock(motion)
        ensure(rules.can_vote(by, motion))
        ensure(rules.is_choice(choice))
        member = queries.member_of(motion.sitting, by)
        row, made = Ballot.objects.update_or_create(
            motion=motion, member=member, defaults={"choice": choice, "at": clock.now()}
        )
        audit.record(
            "evaluation.ballot.cast" if made else "evaluation.ballot.changed",
            motion,
            by=by,
            node=motion.sitting.round.node_id,
            choice=choice,
        )
    return row


def close_motion(motion: Motion, *, by: User) -> Decision:
    """Count the votes; the sentences of the count are kept with the motion.

    A vote of somebody who left, or who keeps out of it by now, is not counted.

    Raises:
        Refused: by the rules; there is no quorum, so that nothing can be decided.
    """
    with transaction.atomic():
        _lock(motion)
        ensure(rules.can_close_motion(by, motion))
        decision, recused = _decision(motion)
        if decision.outcome in {Outcome.NO_QUORUM, Outcome.INVALID}:
            said = [*(step.text for step in decision.quorum.steps), OUTCOMES[decision.outcome]]
            raise Refused(refuse("".join(say(one) for one in said), "motions.quorum"))
        walk(motion, MOTION_MOVES["carry" if decision.carried else "lose"])
        motion.outcome = _outcome(motion, decision, recused)
        motion.decided_at = clock.now()
        motion.save(update_fields=["outcome", "decided_at"])
        audit.record(
            "evaluation.motion.closed",
            motion,
            by=by,
            node=motion.sitting.round.node_id,
            outcome=motion.state,
            votes={choice: who for choice, who in _votes(motion).items() if who},
            least=decision.least,
            base=decision.base,
        )
    return decision


def _decision(motion: Motion) -> tuple[Decision, frozenset[int]]:
    sitting = motion.sitting
    members = queries.members_of(sitting)
    recused = queries.recused_now(motion)
    roll = queries.roll_of(members, recused)
    said = Ballot.objects.filter(motion=motion).values_list("member_id", "choice")
    votes = {str(who): queries.CHOICES[what] for who, what in said if str(who) in roll.voters}
    body = queries.rules_of(sitting)
    return decide(roll, body.quorum, body.ordinary, count_named(roll, votes)), recused


def _outcome(motion: Motion, decision: Decision, recused: frozenset[int]) -> dict[str, object]:
    members = {one.pk: str(one.user) for one in queries.members_of(motion.sitting)}
    steps = plain(decision.steps)
    if recused:
        who = "、".join(members[pk] for pk in sorted(recused))
        words = Text("{who}回避，不计入基数，未参加表决。", "{who} kept out and did not vote.")
        said = words.fill(who=who)
        steps.insert(0, {"zh": said.zh, "en": said.en})
    count = decision.count
    return {
        "outcome": decision.outcome.value,
        "base": decision.base,
        "least": decision.least,
        "present": decision.quorum.present,
        "for": count.in_favour,
        "against": count.against,
        "abstain": count.abstained,
        "silent": count.issued - count.cast,
        "recused": sorted(recused),
        "steps": steps,
    }


def _votes(motion: Motion) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {choice: [] for choice in Ballot.Choice.values}
    rows = Ballot.objects.filter(motion=motion).values_list("choice", "member__user_id")
    for choice, user in rows.order_by("pk"):
        found[choice].append(user)
    return found


def _lock(motion: Motion) -> None:
    """One writer of a sitting at a time, then the motion as it stands."""
    lock(motion.sitting)
    motion.refresh_from_db(fields=["state", "outcome"])
