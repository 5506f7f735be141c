"""Sheets are made final in rounds of their own, in wordings, comments and steps; indicators may be merged."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("simpul", "0010_fields_and_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finalisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title_id", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                ("opens_on", models.DateField()),
                ("proposals_due_on", models.DateField()),
                ("comments_due_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closing_reason", models.TextField(blank=True)),
            ],
            options={
                "db_table": "simpul_finalisation",
                "ordering": ["-opens_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SheetComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "field",
                    models.CharField(blank=True, db_comment="empty = of the whole sheet", max_length=40),
                ),
                ("text", models.TextField()),
                ("by_name", models.CharField(max_length=200)),
                ("office", models.CharField(blank=True, max_length=60)),
                ("on_behalf_of", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "simpul_sheet_comment",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SheetStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=20)),
                ("state", models.CharField(db_comment="after the step", max_length=20)),
                ("remark", models.TextField(blank=True)),
                ("by_name", models.CharField(max_length=200)),
                ("office", models.CharField(blank=True, max_length=60)),
                ("on_behalf_of", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "simpul_sheet_step",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SheetTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="called", max_length=20)),
                ("since", models.DateTimeField(db_comment="when it came into its state")),
            ],
            options={
                "db_table": "simpul_sheet_task",
                "ordering": ["indicator__position", "indicator__code"],
            },
        ),
        migrations.CreateModel(
            name="SheetVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        db_comment="1, 2, 3 ... per indicator; 1 is what the content said"
                    ),
                ),
                ("sheet", models.JSONField(db_comment="the negotiated fields only")),
                ("reason", models.TextField(blank=True)),
                ("made_by_name", models.CharField(max_length=200)),
                ("office", models.CharField(blank=True, max_length=60)),
                ("on_behalf_of", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField()),
                ("agreed_in", models.CharField(blank=True, max_length=200)),
                ("agreed_on", models.DateField(null=True)),
                (
                    "definition_version",
                    models.PositiveIntegerField(
                        db_comment="of the indicator once this wording held; empty until it is agreed",
                        null=True,
                    ),
                ),
            ],
            options={
                "db_table": "simpul_sheet_version",
                "ordering": ["indicator", "number"],
            },
        ),
        migrations.AddField(
            model_name="indicator",
            name="merged_in",
            field=models.CharField(blank=True, db_comment="the decision that merged it", max_length=200),
        ),
        migrations.AddField(
            model_name="indicator",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="simpul.indicator",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="merged_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into", None), models.Q(("merged_in", ""), _negated=True), _connector="OR"
                ),
                name="simpul_indicator_merged_in_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into", None),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="simpul_indicator_not_merged_into_itself",
            ),
        ),
        migrations.AddField(
            model_name="finalisation",
            name="frameworks",
            field=models.ManyToManyField(
                db_table="simpul_finalisation_framework", related_name="+", to="simpul.framework"
            ),
        ),
        migrations.AddField(
            model_name="finalisation",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sheetcomment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sheetstep",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sheettask",
            name="finalisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="simpul.finalisation"
            ),
        ),
        migrations.AddField(
            model_name="sheettask",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sheet_tasks", to="simpul.indicator"
            ),
        ),
        migrations.AddField(
            model_name="sheettask",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sheet_tasks",
                to="simpul.organisation",
            ),
        ),
        migrations.AddField(
            model_name="sheetstep",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="simpul.sheettask"
            ),
        ),
        migrations.AddField(
            model_name="sheetcomment",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="simpul.sheettask"
            ),
        ),
        migrations.AddField(
            model_name="sheetversion",
            name="agreed_file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="simpul.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="sheetversion",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="simpul.indicator"
            ),
        ),
        migrations.AddField(
            model_name="sheetversion",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sheettask",
            name="version",
            field=models.ForeignKey(
                db_comment="on the table now",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="simpul.sheetversion",
            ),
        ),
        migrations.AddField(
            model_name="sheetstep",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="simpul.sheetversion",
            ),
        ),
        migrations.AddField(
            model_name="sheetcomment",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="simpul.sheetversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="finalisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_on__lte", models.F("proposals_due_on")),
                    ("proposals_due_on__lte", models.F("comments_due_on")),
                    ("comments_due_on__lte", models.F("closes_on")),
                ),
                name="simpul_finalisation_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetversion",
            constraint=models.UniqueConstraint(
                fields=("indicator", "number"), name="simpul_sheet_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheettask",
            constraint=models.UniqueConstraint(
                fields=("finalisation", "indicator"), name="simpul_sheet_task_once"
            ),
        ),
    ]
