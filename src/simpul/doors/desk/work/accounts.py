"""One's own password, changed on a page of the desk."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from ....actions.accounts import change_password
from ....core.errors import Problem, told
from ....records.models import User
from ..templatetags.desk import language
from .reader import acting, reader

#: Refusal -> the field that it stands at; any other stands at the new password.
_FIELDS = {
    "ACCOUNTS-PASSWORD-WRONG": "old",
    "ACCOUNTS-PASSWORD-TOO-OFTEN": "old",
    "ACCOUNTS-PASSWORD-REPEATED": "again",
}


@login_required
@sensitive_post_parameters("old", "new", "again")
def password(request: HttpRequest) -> HttpResponse:
    """The form, and what is wrong with what was typed; changed, this session goes on and all others end."""
    problem = None
    if request.method == "POST":
        try:
            user = _change(request)
        except Problem as refused:
            problem = refused
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password is changed. You are signed out everywhere else."))
            return redirect("desk:account")
    context = {
        "account": reader(request).user,
        "wrong": problem and {**told(problem, language()), "field": _FIELDS.get(problem.code, "new")},
        "trail": [(_("My data"), reverse("desk:account")), (_("Password"), "")],
    }
    return render(request, "desk/work/password.html", context, status=422 if problem else 200)


def _change(request: HttpRequest) -> User:
    if not ratelimit.consume(request, action="change_password"):
        raise Problem("ACCOUNTS-PASSWORD-TOO-OFTEN")
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        raise Problem("ACCOUNTS-PASSWORD-REPEATED")
    return change_password(old=request.POST.get("old", ""), new=new, actor=acting(request))
