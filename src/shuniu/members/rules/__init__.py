"""May they look at the roster, keep it, take a step?"""

from shuniu.members.rules.doors import (
    can_declare,
    can_enrol,
    can_keep,
    can_keep_branch,
    can_own,
    can_see,
    can_see_branch,
)
from shuniu.members.rules.living import (
    can_float,
    can_issue,
    can_receipt,
    can_review,
    sound_dues,
    sound_letter,
    within_share,
)
from shuniu.members.rules.packets import can_hand_over, can_judge, can_settle
from shuniu.members.rules.privacy import can_destroy, sound_hold
from shuniu.members.rules.roster import can_be_user, can_leave, not_ahead, not_yet, sound
from shuniu.members.rules.steps import can_extend, can_step

__all__ = [
    "can_be_user",
    "can_declare",
    "can_destroy",
    "can_enrol",
    "can_extend",
    "can_float",
    "can_hand_over",
    "can_issue",
    "can_judge",
    "can_keep",
    "can_keep_branch",
    "can_leave",
    "can_own",
    "can_receipt",
    "can_review",
    "can_see",
    "can_see_branch",
    "can_settle",
    "can_step",
    "not_ahead",
    "not_yet",
    "sound",
    "sound_dues",
    "sound_hold",
    "sound_letter",
    "within_share",
]
