"""What only forms of requests send: figures an answer refers to."""

from __future__ import annotations

from django.http import HttpRequest


def figures_in(request: HttpRequest) -> list[str]:
    """Figures ticked, and those written one a line as indicator and period: `P-H-1 2024`."""
    area = request.POST.get("area", "")
    keys = list(request.POST.getlist("figures"))
    for line in request.POST.get("more_figures", "").splitlines():
        parts = line.replace(",", " ").split()
        if parts:
            keys.append("|".join((parts[0], area, *parts[1:2])) if len(parts) < 3 else "|".join(parts))
    return list(dict.fromkeys(keys))
