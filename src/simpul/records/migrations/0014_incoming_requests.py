"""Incoming requests: letters, items, answers, deliveries, clarifications; days free by decree."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("simpul", "0013_benefit_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsolidatedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(db_comment="answer or unavailable", default="answer", max_length=20),
                ),
                ("text_id", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                ("figures", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "simpul_consolidated_answer",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="DeliveredAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60)),
                ("position", models.PositiveIntegerField()),
                ("anchor", models.CharField(blank=True, max_length=300)),
                ("question_id", models.TextField(blank=True)),
                ("question_en", models.TextField(blank=True)),
                ("kind", models.CharField(max_length=20)),
                ("text_id", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                ("figures", models.JSONField(default=list)),
                (
                    "consolidated",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivered",
                        to="simpul.consolidatedanswer",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_delivered_answer",
                "ordering": ["position"],
            },
        ),
        migrations.AddField(
            model_name="consolidatedanswer",
            name="origin",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="simpul.deliveredanswer",
            ),
        ),
        migrations.CreateModel(
            name="ItemAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(db_comment="answer or unavailable", default="answer", max_length=20),
                ),
                ("text_id", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                (
                    "figures",
                    models.JSONField(
                        db_comment="observations referred to, with their text that day", default=list
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                ("on_behalf_of", models.CharField(blank=True, max_length=300)),
                ("handed_in_at", models.DateTimeField(null=True)),
                (
                    "holder",
                    models.JSONField(db_comment="role and office under which it was handed in", default=dict),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request_answers",
                        to="simpul.organisation",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        db_comment="the earlier answer it was offered from",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="simpul.deliveredanswer",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        db_comment="who took the offer",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "simpul_item_answer",
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="consolidatedanswer",
            name="used",
            field=models.ManyToManyField(
                db_table="simpul_consolidated_used", related_name="used_in", to="simpul.itemanswer"
            ),
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(db_comment="year/number of our register", max_length=20, unique=True),
                ),
                ("subject", models.CharField(max_length=300)),
                ("sender", models.CharField(max_length=200)),
                ("letter_number", models.CharField(blank=True, max_length=120)),
                ("letter_date", models.DateField(null=True)),
                ("channel", models.CharField(max_length=120)),
                ("received_on", models.DateField()),
                (
                    "language",
                    models.CharField(
                        db_comment="in which the sender is answered", default="en", max_length=5
                    ),
                ),
                ("classification", models.CharField(default="ordinary", max_length=20)),
                ("deadline", models.DateField(db_comment="the sender's; null = none given", null=True)),
                (
                    "deadline_note",
                    models.TextField(
                        blank=True, db_comment="what was agreed, where none was given or it is past"
                    ),
                ),
                ("due_answers", models.DateField(null=True)),
                ("due_consolidation", models.DateField(null=True)),
                ("due_clearance", models.DateField(null=True)),
                ("due_sending", models.DateField(null=True)),
                (
                    "guessed_years",
                    models.JSONField(db_comment="years of the calendar known without a decree", default=list),
                ),
                (
                    "chain",
                    models.JSONField(db_comment="roles that clear, frozen on registration", default=list),
                ),
                ("state", models.CharField(default="registered", max_length=20)),
                (
                    "version",
                    models.PositiveIntegerField(
                        db_comment="raised by every change of the request itself", default=1
                    ),
                ),
                ("disposition", models.TextField(blank=True)),
                ("disposed_at", models.DateTimeField(null=True)),
                ("registered_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("close_reason", models.TextField(blank=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "disposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form_file",
                    models.ForeignKey(
                        db_comment="the sender's own form",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="simpul.storedfile",
                    ),
                ),
                (
                    "letter_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="simpul.storedfile",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "simpul_request",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="RequestDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(db_comment="1, 2, 3 ... each time it was put forward"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        db_comment="the sender's 1, 2, 3 ...; null until it is sent", null=True
                    ),
                ),
                (
                    "state",
                    models.CharField(db_comment="clearance, returned, cleared or delivered", max_length=20),
                ),
                ("content_hash", models.CharField(max_length=64)),
                ("chain", models.JSONField(default=list)),
                ("note", models.TextField(blank=True)),
                ("put_forward_at", models.DateTimeField()),
                ("sent_on", models.DateField(null=True)),
                ("channel", models.CharField(blank=True, max_length=200)),
                ("receipt", models.CharField(blank=True, max_length=300)),
                ("sent_by_name", models.CharField(blank=True, max_length=200)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "put_forward_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="simpul.request",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "simpul_request_delivery",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="RequestClearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.PositiveSmallIntegerField()),
                ("role", models.CharField(max_length=30)),
                ("verdict", models.CharField(max_length=20)),
                ("content_hash", models.CharField(max_length=64)),
                ("by_name", models.CharField(max_length=200)),
                ("holder", models.JSONField(default=dict)),
                ("remark", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearances",
                        to="simpul.requestdelivery",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_request_clearance",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="deliveredanswer",
            name="delivery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="simpul.requestdelivery",
            ),
        ),
        migrations.CreateModel(
            name="RequestFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(db_comment="form, letter or annex", max_length=40)),
                ("bound", models.BooleanField(db_comment="the approval binds it")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="simpul.requestdelivery",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.storedfile"
                    ),
                ),
            ],
            options={
                "db_table": "simpul_request_file",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="RequestItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(db_comment="as the sender writes it", max_length=60)),
                ("position", models.PositiveIntegerField()),
                ("text_id", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                (
                    "anchor",
                    models.CharField(
                        blank=True,
                        db_comment="where in the sender's form the answer goes; opaque here",
                        max_length=300,
                    ),
                ),
                (
                    "words",
                    models.TextField(blank=True, db_comment="derived: the words by which it is compared"),
                ),
                ("state", models.CharField(default="new", max_length=20)),
                ("due", models.DateField(null=True)),
                ("due_original", models.DateField(null=True)),
                ("added_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request_items",
                        to="simpul.body",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="simpul.request"
                    ),
                ),
            ],
            options={
                "db_table": "simpul_request_item",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="ItemOffice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lead", models.BooleanField(default=False)),
                ("state", models.CharField(default="asked", max_length=20)),
                ("asked_at", models.DateTimeField(null=True)),
                ("return_reason", models.TextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request_items",
                        to="simpul.organisation",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="simpul.requestitem",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_item_office",
                "ordering": ["-lead", "id"],
            },
        ),
        migrations.AddField(
            model_name="itemanswer",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="simpul.requestitem"
            ),
        ),
        migrations.AddField(
            model_name="deliveredanswer",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="delivered", to="simpul.requestitem"
            ),
        ),
        migrations.AddField(
            model_name="consolidatedanswer",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consolidated",
                to="simpul.requestitem",
            ),
        ),
        migrations.CreateModel(
            name="Clarification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(db_comment="1, 2, 3 ... within the request")),
                (
                    "cell",
                    models.CharField(
                        blank=True, db_comment="the cell or place, as the sender names it", max_length=120
                    ),
                ),
                ("text", models.TextField()),
                (
                    "asked_by",
                    models.CharField(blank=True, db_comment="who asked, at the sender's", max_length=200),
                ),
                ("asked_on", models.DateField()),
                ("channel", models.CharField(blank=True, max_length=120)),
                ("due", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        db_comment="open, routed, answered or delivered", default="open", max_length=20
                    ),
                ),
                ("logged_at", models.DateTimeField()),
                ("routed_at", models.DateTimeField(null=True)),
                (
                    "logged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "routed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "routed_to",
                    models.ManyToManyField(
                        db_table="simpul_clarification_office", related_name="+", to="simpul.organisation"
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clarifications",
                        to="simpul.consolidatedanswer",
                    ),
                ),
                (
                    "delivered_in",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clarified",
                        to="simpul.requestdelivery",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clarifications",
                        to="simpul.requestdelivery",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clarifications",
                        to="simpul.requestitem",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_clarification",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="FreeDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.CharField(max_length=3)),
                ("day", models.DateField()),
                ("name_id", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                ("kind", models.CharField(db_comment="national or collective_leave", max_length=20)),
                ("decree", models.CharField(db_comment="number and year of the decree", max_length=300)),
                ("source", models.TextField(blank=True)),
                ("confidence", models.CharField(blank=True, max_length=20)),
                (
                    "code",
                    models.CharField(
                        blank=True, db_comment="of the content it came from; empty = desk", max_length=160
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="simpul.freeday",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_free_day",
                "ordering": ["day", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("area", "day", "name_id"),
                        name="simpul_free_day_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["national", "collective_leave"])),
                        name="simpul_free_day_kind",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["state", "deadline"], name="simpul_request_open"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("letter_number", ""), _negated=True),
                    models.Q(("state", "closed"), _negated=True),
                ),
                fields=("sender", "letter_number", "letter_date"),
                name="simpul_request_letter_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="requestdelivery",
            constraint=models.UniqueConstraint(
                fields=("request", "number"), name="simpul_request_delivery_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="requestdelivery",
            constraint=models.UniqueConstraint(
                fields=("request", "version"), name="simpul_request_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="requestdelivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["clearance", "cleared"])),
                fields=("request",),
                name="simpul_request_delivery_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="requestclearance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verdict", "cleared")),
                fields=("delivery", "step"),
                name="simpul_request_clearance_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="requestitem",
            constraint=models.UniqueConstraint(fields=("request", "number"), name="simpul_request_item_once"),
        ),
        migrations.AddConstraint(
            model_name="itemoffice",
            constraint=models.UniqueConstraint(
                fields=("item", "organisation"), name="simpul_item_office_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemoffice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lead", True)), fields=("item",), name="simpul_item_office_one_lead"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemanswer",
            constraint=models.UniqueConstraint(
                fields=("item", "organisation", "number"), name="simpul_item_answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveredanswer",
            constraint=models.UniqueConstraint(
                fields=("delivery", "item"), name="simpul_delivered_answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="consolidatedanswer",
            constraint=models.UniqueConstraint(
                fields=("item", "number"), name="simpul_consolidated_answer_once"
            ),
        ),
    ]
