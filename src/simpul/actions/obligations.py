"""The working values of an obligation: for rounds to come, beside what the content says, never in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..core.errors import Problem
from ..core.obligations import DAYS, check_adjustment, days_of
from ..records.models import Obligation
from .acting import Actor, action, audit


@action
def adjust_obligation(
    *, obligation: Obligation, off: Iterable[str], days: Mapping[str, int], reason: str, actor: Actor
) -> Obligation:
    """Switch steps of the chain off or on and set the dates, for rounds opened from now on.

    A round that runs keeps the chain and the dates it was opened with. Content that is loaded later changes what
    it says itself and leaves these values.

    Args:
        off: roles of the chain that are skipped; the first and the last step never are.
        days: `opens_after_days`, `due_after_days`, `closes_after_days` after the last day of the period.

    Raises:
        Problem: `OBLIGATION-STEP`, `OBLIGATION-DAYS`, `OBLIGATION-SAME`, `REPORTING-NEEDS-REASON`.
    """
    actor.must("obligation.adjust")
    if not reason.strip():
        raise Problem("REPORTING-NEEDS-REASON", place="reason")
    row = Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)
    wanted = set(off)
    present, content = days_of(row.settings_in_force), days_of(row.settings)
    held = {**present, **{name: int(value) for name, value in days.items() if name in DAYS}}
    check_adjustment(row.chain, wanted, held)
    own = {name: value for name, value in held.items() if value != content[name]}
    before = {"chain": row.chain_in_force, "settings": present}
    row.adjusted = {"off": [role for role in row.chain if role in wanted], "days": own}
    after = {
        "chain": row.chain_in_force,
        "settings": held,
    }
    if before == after:
        raise Problem("OBLIGATION-SAME", place=row.code)
    row.save(update_fields=["adjusted"])
    audit(
        actor,
        "obligations.adjust",
        kind="obligation",
        key=row.code,
        before=before,
        after={**after, "adjusted": row.adjusted, "reason": reason.strip()},
    )
    return row
