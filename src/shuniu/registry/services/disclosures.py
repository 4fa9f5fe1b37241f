"""What an organisation made public for a year."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.registry import rules
from shuniu.registry.models import SHARES, Disclosure, Organisation


@dataclass(frozen=True, slots=True)
class Disclosed:
    """As the table has it; ``None`` where nobody knows."""

    year: int
    audit: str = ""
    published_on: date | None = None
    balance_public: bool | None = None
    income_public: bool | None = None
    opinion_public: bool | None = None
    changes: int | None = None
    changes_in_time: int | None = None
    prices: int | None = None
    prices_shown: int | None = None
    directors: int | None = None
    directors_paid: int | None = None
    staff: int | None = None
    staff_certified: int | None = None
    staff_before: int | None = None
    staff_stayed: int | None = None
    training_hours: Decimal | None = None
    reserve_months: Decimal | None = None


def record_disclosure(row: Organisation, form: Disclosed, *, by: User | None) -> Disclosure:
    """Keep what was made public for a year; the same year again corrects it.

    Raises:
        Refused: by the rules, the year has not come, or a part is larger than its whole.
    """
    values = asdict(form)
    year = values.pop("year")
    if year > clock.today().year:
        words = _("年度 %(year)s 还没有到，请检查。")
        raise Refused(refuse(words % {"year": year}, "registry.report_year"))
    for part, whole in SHARES.values():
        if (values[part] or 0) > (values[whole] or 0):
            told = {
                "part": _title(part),
                "whole": _title(whole),
            }
            words = _("“%(whole)s”填写的数不能小于“%(part)s”。")
            raise Refused(refuse(words % told, "registry.disclosure.share"))
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, row))
        kept, _made = Disclosure.objects.update_or_create(
            organisation=row, year=year, defaults=values
        )
        node = row.node_id
        audit.record("registry.disclosure.recorded", kept, by=by, node=node, year=year, **values)
    return kept


def _title(name: str) -> str:
    titles = {one.name: one.verbose_name for one in Disclosure._meta.fields}
    return str(titles[name])
