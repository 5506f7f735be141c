"""Accounts: the list, one of them, and what is done to it; a first or new password is shown once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from ....actions.accounts import (
    change_email,
    close_account,
    end_sessions,
    issue_password,
    open_account,
    reopen_account,
)
from ....core.errors import Problem
from ....core.figures import whole
from ....records.account_reading import AccountLine, people_without_account, read_accounts
from ....records.accounts import LANGUAGES, MACHINE
from ....records.models import Organisation, Person, User
from ..data.words import ROLE_WORDS, told_problem
from ..listing import Column, Filter, Form, Table, among, answer
from ..work import undo
from ..work.reader import Reader, acting, reader

STATES = {
    "open": gettext_lazy("open"),
    "new": gettext_lazy("never signed in"),
    "closed": gettext_lazy("closed"),
}
LANGUAGE_WORDS = {"id": gettext_lazy("Indonesian"), "en": gettext_lazy("English")}


def duty_words(line: AccountLine) -> str:
    """The duties of the day in one line; an administrator's right is told as such."""
    told = [str(ROLE_WORDS["admin"])] if line.user.is_admin else []
    told += [
        " ".join(
            filter(
                None,
                (
                    str(ROLE_WORDS.get(one.role, one.role)),
                    one.body.acronym if one.body else "",
                    one.organisation.acronym,
                ),
            )
        )
        for one in line.duties
    ]
    return "; ".join(told)


def _roles(line: AccountLine) -> set[str]:
    return {one.role for one in line.duties} | ({"admin"} if line.user.is_admin else set())


ACCOUNTS = Table(
    code="users",
    title=gettext_lazy("Accounts"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda line: line.user.name,
            url=lambda line: reverse("desk:user", args=[line.user.pk]),
            width=30,
        ),
        Column("email", gettext_lazy("E-mail"), lambda line: line.user.email, under="name", width=34),
        Column("office", gettext_lazy("Office"), lambda line: line.office),
        Column(
            "duties",
            gettext_lazy("Duties today"),
            lambda line: duty_words(line) or _("none"),
            width=44,
        ),
        Column("signed_in", gettext_lazy("Last signed in"), lambda line: line.user.last_login, Form.MOMENT),
        Column("state", gettext_lazy("State"), lambda line: str(STATES[line.state]), keep=True),
    ),
    filters=(
        Filter("office", gettext_lazy("Office"), *among(lambda line: line.office)),
        Filter("state", gettext_lazy("State"), *among(lambda line: line.state, STATES.__getitem__)),
        Filter(
            "role",
            gettext_lazy("Role"),
            lambda line, role: role in _roles(line),
            options=lambda rows: sorted(
                (
                    (role, str(ROLE_WORDS.get(role, role)))
                    for role in {one for row in rows for one in _roles(row)}
                ),
                key=lambda pair: pair[1],
            ),
        ),
        Filter(
            "q",
            gettext_lazy("Name or e-mail"),
            lambda line, text: text.casefold() in f"{line.user.name} {line.user.email}".casefold(),
            kind="words",
        ),
    ),
    empty=(gettext_lazy("No account yet"), gettext_lazy("Accounts appear here as soon as one is opened.")),
    symbol="user-round",
    per_page=50,
    wide=True,
)


def _must(request: HttpRequest, verb: str) -> Reader:
    who = reader(request)
    if not who.may(verb):
        raise Http404
    return who


@login_required
def users(request: HttpRequest) -> HttpResponse:
    """Every account with its person, duties today and state."""
    who = _must(request, "accounts.view")
    rows = read_accounts(who.day)
    context = {
        "may_open": who.may("accounts.edit"),
        "closed": sum(row.state == "closed" for row in rows),
        "new": sum(row.state == "new" for row in rows),
        "idle": sum(row.state != "closed" and not row.duties and not row.user.is_admin for row in rows),
        "all": len(rows),
    }
    return answer(request, "desk/administration/users.html", context, ACCOUNTS.read(request, rows))


@login_required
@sensitive_variables("phrase")
def open_one(request: HttpRequest) -> HttpResponse:
    """The form of a new account; sent, it opens it and shows the first password once."""
    who = _must(request, "accounts.edit")
    problem = None
    if request.method == "POST":
        try:
            user, phrase = _open(request)
        except Problem as refused:
            problem = refused
        else:
            return _told_once(request, user, phrase, first=True)
    context = {
        "people": people_without_account(),
        "offices": Organisation.objects.filter(until__isnull=True).order_by("acronym"),
        "languages": LANGUAGE_WORDS.items(),
        "may_admin": who.may("accounts.edit_admin"),
        "given": request.POST,
        "wrong": told_problem(problem),
        "trail": [(_("Accounts"), reverse("desk:users")), (_("Open an account"), "")],
    }
    return render(request, "desk/administration/user_open.html", context, status=422 if problem else 200)


def _open(request: HttpRequest) -> tuple[User, str]:
    given = request.POST
    known = whole(given.get("person", ""))
    person = Person.objects.filter(pk=known).first() if known is not None else None
    tongue = given.get("language", "id")
    return open_account(
        email=given.get("email", ""),
        person=person,
        name=given.get("name", ""),
        organisation=Organisation.objects.filter(code=given.get("organisation", "")).first(),
        language=tongue if tongue in LANGUAGES else "id",
        is_admin=given.get("admin") == "1",
        actor=acting(request),
    )


@sensitive_variables("phrase")
def _told_once(request: HttpRequest, user: User, phrase: str, *, first: bool) -> HttpResponse:
    context = {
        "account": user,
        "phrase": phrase,
        "first": first,
        "trail": [
            (_("Accounts"), reverse("desk:users")),
            (user.name, reverse("desk:user", args=[user.pk])),
            (_("Password"), ""),
        ],
    }
    return render(request, "desk/administration/phrase.html", context)


def _account(pk: int) -> User:
    return get_object_or_404(
        User.objects.exclude(email=MACHINE).select_related("person__organisation"), pk=pk
    )


@login_required
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: whose it is, its duties today, what may be done to it, and its history."""
    who = _must(request, "accounts.view")
    row = _account(pk)
    (line,) = read_accounts(who.day, [row])
    may = who.may("accounts.edit_admin" if row.is_admin else "accounts.edit")
    context: dict[str, Any] = {
        "account": row,
        "line": line,
        "state": STATES[line.state],
        "duties": [
            {
                "role": ROLE_WORDS.get(one.role, one.role),
                "body": one.body.acronym if one.body else "",
                "office": one.organisation.acronym,
                "since": one.since,
                "letter": one.letter_number,
            }
            for one in line.duties
        ],
        "former": row.addresses()[1:],
        "may_edit": may,
        "may_close": may and row.pk != who.user.pk,
        "reading": LANGUAGE_WORDS.get(row.language, row.language),
        "trail": [(_("Accounts"), reverse("desk:users")), (row.name, "")],
    }
    return render(request, "desk/administration/user.html", context)


def _to_change(request: HttpRequest, pk: int) -> User:
    _must(request, "accounts.edit")
    return _account(pk)


@login_required
@require_POST
@sensitive_variables("phrase")
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a new password, shown once; all sessions of the account are over."""
    row = _to_change(request, pk)
    phrase = issue_password(user=row, actor=acting(request))
    return _told_once(request, row, phrase, first=False)


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the account with a reason."""
    row = close_account(
        user=_to_change(request, pk), reason=request.POST.get("reason", ""), actor=acting(request)
    )
    undo.done(
        request,
        _("The account is closed and signed out everywhere. It can be reopened here."),
        url=reverse("desk:user_reopen", args=[row.pk]),
    )
    return redirect("desk:user", pk=row.pk)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    row = reopen_account(user=_to_change(request, pk), actor=acting(request))
    undo.done_with_dialog(request, _("The account is open again, with the password it had."), "close")
    return redirect("desk:user", pk=row.pk)


@login_required
@require_POST
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """End all sessions of the account."""
    row = end_sessions(user=_to_change(request, pk), actor=acting(request))
    messages.success(request, _("All sessions of the account are over; the password stays."))
    return redirect("desk:user", pk=row.pk)


@login_required
@require_POST
def email(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the account another address."""
    row = change_email(
        user=_to_change(request, pk), email=request.POST.get("email", ""), actor=acting(request)
    )
    messages.success(request, _("From now on the account signs in with the new address; both are told."))
    return redirect("desk:user", pk=row.pk)
