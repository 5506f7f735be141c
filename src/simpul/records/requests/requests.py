"""Request -> item -> office: who asks us what, by when, and who answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from ...core.permissions import NATIONAL, Duty, Role, Subject, allowing
from ...core.requests import IN_HAND, RequestState, office_subject
from ..directory import Body, Organisation, Responsibility
from ..files import StoredFile
from ..reach import reached

#: Items an office may see: what was only split is the secretariat's work.
SENT_OUT = ("asked", "answered", "consolidated", "delivered")


class RequestQuerySet(models.QuerySet["Request"]):
    """Reading requests."""

    def visible_to(self, duties: Iterable[Duty], day: date) -> RequestQuerySet:
        """The requests a holder of these duties may see: all of the nation, or those with an item he may see."""
        duties = tuple(duties)
        if allowing(duties, "request.view", day=day):
            return self
        items = RequestItem.objects.visible_to(duties, day).filter(request=OuterRef("pk"))
        return self.filter(Exists(items))


class Request(models.Model):
    """A letter that asks us for something: sender, deadline, the dates inside the country, disposition."""

    code = models.CharField(max_length=20, unique=True, db_comment="year/number of our register")
    subject = models.CharField(max_length=300)
    sender = models.CharField(max_length=200)
    letter_number = models.CharField(max_length=120, blank=True)
    letter_date = models.DateField(null=True)
    letter_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    form_file = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", db_comment="the sender's own form"
    )
    channel = models.CharField(max_length=120)
    received_on = models.DateField()
    language = models.CharField(max_length=5, default="en", db_comment="in which the sender is answered")
    classification = models.CharField(max_length=20, default="ordinary")
    deadline = models.DateField(null=True, db_comment="the sender's; null = none given")
    deadline_note = models.TextField(
        blank=True, db_comment="what was agreed, where none was given or it is past"
    )
    due_answers = models.DateField(null=True)
    due_consolidation = models.DateField(null=True)
    due_clearance = models.DateField(null=True)
    due_sending = models.DateField(null=True)
    guessed_years = models.JSONField(default=list, db_comment="years of the calendar known without a decree")
    chain = models.JSONField(default=list, db_comment="roles that clear, frozen on registration")
    state = models.CharField(max_length=20, default=RequestState.REGISTERED.value)
    version = models.PositiveIntegerField(
        default=1, db_comment="raised by every change of the request itself"
    )
    disposition = models.TextField(blank=True)
    disposed_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    disposed_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey("simpul.User", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    closed_by = models.ForeignKey("simpul.User", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    close_reason = models.TextField(blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        db_table = "simpul_request"
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "deadline"], name="simpul_request_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "letter_number", "letter_date"],
                condition=~Q(letter_number="") & ~Q(state="closed"),
                name="simpul_request_letter_once",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def subject_of(self) -> Subject:
        """The request as the permission table sees it; only who acts for the nation reaches it whole."""
        return Subject(state=self.state)

    @property
    def dates(self) -> dict[str, date | None]:
        """The dates inside the country by stage."""
        return {
            "answers": self.due_answers,
            "consolidation": self.due_consolidation,
            "clearance": self.due_clearance,
            "sending": self.due_sending,
        }

    @property
    def is_closed(self) -> bool:
        """Put away; nothing changes in it any more."""
        return self.state == RequestState.CLOSED.value


class RequestItemQuerySet(models.QuerySet["RequestItem"]):
    """Reading items."""

    def visible_to(self, duties: Iterable[Duty], day: date) -> RequestItemQuerySet:
        """The items a holder of these duties may see: `request.view` of the permission table, as a query."""

        def own(duty: Duty) -> Q:
            return Q(Exists(ItemOffice.objects.filter(office_of(duty, day), item=OuterRef("pk"))))

        wanted = reached(duties, "request.view", day, own)
        return self if wanted is None else self.filter(wanted, state__in=SENT_OUT)

    def with_offices(self) -> RequestItemQuerySet:
        """With body, request and the offices asked."""
        offices = ItemOffice.objects.select_related("organisation")
        return self.select_related("request", "body").prefetch_related(models.Prefetch("offices", offices))

    def with_lead(self, day: date) -> RequestItemQuerySet:
        """With `lead_code`, the office that leads the body of each on a day."""
        return self.annotate(lead_code=lead_of("body", day))


class RequestItem(models.Model):
    """One question of a request, under the number its sender gave it."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="items")
    number = models.CharField(max_length=60, db_comment="as the sender writes it")
    position = models.PositiveIntegerField()
    text_id = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    anchor = models.CharField(
        max_length=300, blank=True, db_comment="where in the sender's form the answer goes; opaque here"
    )
    words = models.TextField(blank=True, db_comment="derived: the words by which it is compared")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="request_items")
    state = models.CharField(max_length=20, default="new")
    due = models.DateField(null=True)
    due_original = models.DateField(null=True)
    added_at = models.DateTimeField()

    objects = RequestItemQuerySet.as_manager()

    class Meta:
        db_table = "simpul_request_item"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="simpul_request_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.number}"

    def text(self, language: str) -> str:
        """The question in a language, else in the other one."""
        return (self.text_en or self.text_id) if language == "en" else (self.text_id or self.text_en)

    def asked_of(self, organisation: Organisation) -> Subject:
        """What one office is asked, as the permission table sees it; of an item read `with_lead`."""
        lead = self.lead_code  # type: ignore[attr-defined]
        return office_subject(body=self.body.code, office=organisation.code, state=self.state, lead=lead)

    def subjects(self) -> tuple[Subject, ...]:
        """The item as the permission table sees it, once for each office asked; of an item read `with_lead`."""
        return tuple(self.asked_of(row.organisation) for row in self.offices.all())


def lead_of(body: str, day: date) -> Coalesce:
    """The code of the office that leads a body on a day, as an expression; empty where none does."""
    rows = Responsibility.objects.on(day).filter(body=OuterRef(body), role="lead").order_by("pk")
    return Coalesce(Subquery(rows.values("organisation__code")[:1]), Value(""))


def office_of(duty: Duty, day: date) -> Q:
    """The rows of `ItemOffice` a duty of an office reaches (`core.requests.office_subject`), as a query."""
    body = Q(item__body__code=duty.body) if duty.body else Q()
    own = Q(organisation__code=duty.organisation)
    if duty.role is Role.ALTERNATE and duty.body:
        leads = Responsibility.objects.on(day).filter(body__code=duty.body, role="lead")
        own |= Q(organisation__in=leads.values("organisation"))
    return body & own


class ItemOfficeQuerySet(models.QuerySet["ItemOffice"]):
    """Reading the offices asked."""

    def owing(self) -> ItemOfficeQuerySet:
        """Those an item waits for: `core.requests.is_owed`, as a query."""
        return self.filter(item__state="asked", item__request__state__in=IN_HAND).exclude(state="answered")

    def of(self, duties: Iterable[Duty], day: date) -> ItemOfficeQuerySet:
        """Those a holder of these duties works for; who acts for the nation works for none of them."""
        return self.filter(offices_of(duties, day))

    def with_lead(self, day: date) -> ItemOfficeQuerySet:
        """With `lead_code`, the office that leads the body of the item on a day."""
        return self.annotate(lead_code=lead_of("item__body", day))


class ItemOfficeManager(models.Manager.from_queryset(ItemOfficeQuerySet)):  # type: ignore[misc]
    """The offices asked now; those asked no more stay readable by `ItemOffice.ever`."""

    def get_queryset(self) -> ItemOfficeQuerySet:
        found: ItemOfficeQuerySet = super().get_queryset().filter(released_at__isnull=True)
        return found


def offices_of(duties: Iterable[Duty], day: date) -> Q:
    """The rows of `ItemOffice` that are the holder's own, as a query."""
    wanted = Q(pk__in=[])
    for duty in duties:
        if duty.on(day) and duty.role not in NATIONAL:
            wanted |= office_of(duty, day)
    return wanted


class ItemOffice(models.Model):
    """An office asked for an answer to an item; one of them leads."""

    item = models.ForeignKey(RequestItem, on_delete=models.PROTECT, related_name="offices")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="request_items")
    lead = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default="asked")
    asked_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True, db_comment="asked no more since; null = it is asked")

    objects = ItemOfficeManager()
    ever = ItemOfficeQuerySet.as_manager()

    class Meta:
        db_table = "simpul_item_office"
        ordering = ["-lead", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "organisation"],
                condition=Q(released_at__isnull=True),
                name="simpul_item_office_once",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(lead=True, released_at__isnull=True),
                name="simpul_item_office_one_lead",
            ),
        ]

    def subject(self) -> Subject:
        """What the office is asked, as the permission table sees it; of a row read `with_lead`."""
        lead, item = self.lead_code, self.item  # type: ignore[attr-defined]
        return office_subject(body=item.body.code, office=self.organisation.code, state=item.state, lead=lead)

    def __str__(self) -> str:
        return f"{self.item} {self.organisation}"
