"""A choice among many bodies: the reader's own first, then theme by theme, as the forms of requests do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ...core.permissions import Duty
from ...records.body_themes import Theme, bodies_by_theme
from ...records.models import User
from .templatetags.desk import language

#: So many bodies are read at a glance; more of them stand by theme.
FEW = 12

Option = tuple[str, Any]
Group = tuple[str, list[Option]]


def by_theme(options: Sequence[tuple[str, Option]], duties: Iterable[Duty]) -> list[Group]:
    """Options under the themes of their bodies; one group without a name where they are few. One query either way.

    Args:
        options: acronym or code of its body, then value and word; what is no body stands last.
    """
    own = {duty.body for duty in duties if duty.body}
    groups: list[Group] = []
    left = list(options)
    themes = bodies_by_theme(first=own)
    if len(options) <= FEW:
        return [("", [option for _body, option in options])]
    for theme in themes:
        place = {name: at for at, body in enumerate(theme.bodies) for name in (body.acronym, body.code)}
        found = sorted((one for one in left if one[0] in place), key=lambda one: place[one[0]])
        left = [one for one in left if one[0] not in place]
        if found:
            groups.append((_name(theme), [option for _body, option in found]))
    if left:
        groups.append((_("Others"), [option for _body, option in left]))
    return groups


def _name(theme: Theme) -> str:
    if theme.kind == "here":
        return _("Your bodies")
    if theme.kind == "other":
        return _("Other bodies")
    return theme.theme_en if language() == "en" else theme.theme_id


def of_reader(options: Sequence[Option], request: HttpRequest) -> list[Group]:
    """The options of a filter, whose values are acronyms of bodies, under their themes."""
    assert isinstance(request.user, User)
    duties = request.user.duties_on(timezone.localdate())
    return by_theme([(str(value), (value, word)) for value, word in options], duties)
