"""The files of a form as a browser sends them: chosen now, and named of those that wait from before.

Both doors with forms of requests read them here; what becomes of the files is `actions.uploads`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest

from ..actions.uploads import Uploads

#: What stands before the name of a part in the field that names its waiting files.
FIELD = "waiting_"


def uploads_of(
    request: HttpRequest, accepted: Mapping[str, Sequence[str]], *, several: Sequence[str] = ()
) -> Uploads:
    """The files of a form, by the part of it they are.

    Args:
        accepted: part of the form -> kinds of file it takes.
        several: parts that take more than one file.
    """
    return Uploads(
        {part: [(file.name or "", file) for file in request.FILES.getlist(part)] for part in accepted},
        {part: request.POST.getlist(f"{FIELD}{part}") for part in accepted},
        owner=request.user,  # type: ignore[arg-type]
        accepted=accepted,
        several=several,
    )
