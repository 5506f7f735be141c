"""Benefit records: what was contributed, version by version, with who confirmed it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("simpul", "0012_saved_filters_and_withdrawals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Benefit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject_kind",
                    models.CharField(db_comment="goal, indicator, activity or commitment", max_length=20),
                ),
                (
                    "subject_code",
                    models.CharField(db_comment="framework/code, or an indicator code", max_length=160),
                ),
                ("state", models.CharField(db_comment="draft, confirmed or withdrawn", max_length=20)),
                ("number", models.PositiveIntegerField(db_comment="of the latest version")),
                (
                    "confirmed_number",
                    models.PositiveIntegerField(db_comment="of the version confirmed last", null=True),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="benefits", to="simpul.body"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefits",
                        to="simpul.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_benefit",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="BenefitVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "reason",
                    models.CharField(
                        blank=True, db_comment="why it differs from the version before", max_length=1000
                    ),
                ),
                ("who", models.CharField(blank=True, max_length=300)),
                (
                    "counting",
                    models.CharField(blank=True, db_comment="counted, estimated or not_yet", max_length=20),
                ),
                (
                    "amount_text",
                    models.CharField(blank=True, db_comment="as reported, Indonesian signs", max_length=60),
                ),
                ("amount", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
                (
                    "amount_status",
                    models.CharField(blank=True, db_comment="A, LT or GT (SDMX CL_OBS_STATUS)", max_length=5),
                ),
                ("unit", models.CharField(blank=True, max_length=20)),
                (
                    "basis",
                    models.CharField(
                        blank=True, db_comment="how counted, or why not measurable yet", max_length=1000
                    ),
                ),
                ("area", models.CharField(blank=True, max_length=20)),
                (
                    "region",
                    models.CharField(
                        blank=True, db_comment="part of the area; empty = all of it", max_length=200
                    ),
                ),
                ("period", models.CharField(blank=True, max_length=10)),
                ("text", models.CharField(blank=True, max_length=1500)),
                ("text_en", models.CharField(blank=True, max_length=1500)),
                ("links", models.JSONField(db_comment="addresses that prove it", default=list)),
                ("recorded_by_name", models.CharField(max_length=200)),
                ("on_behalf_of", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField()),
                (
                    "benefit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="simpul.benefit",
                    ),
                ),
                (
                    "field_of_life",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefits",
                        to="simpul.fieldoflife",
                    ),
                ),
                (
                    "files",
                    models.ManyToManyField(
                        db_table="simpul_benefit_evidence", related_name="+", to="simpul.storedfile"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        db_table="simpul_benefit_group", related_name="benefits", to="simpul.populationgroup"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "serves",
                    models.ManyToManyField(
                        db_table="simpul_benefit_serves", related_name="served_by", to="simpul.goal"
                    ),
                ),
            ],
            options={
                "db_table": "simpul_benefit_version",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="BenefitDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verdict", models.CharField(db_comment="confirmed or withdrawn", max_length=20)),
                ("by_name", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=30)),
                ("on_behalf_of", models.CharField(blank=True, max_length=300)),
                ("letter_number", models.CharField(blank=True, max_length=120)),
                ("letter_date", models.DateField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        db_comment="why withdrawn, or why words that claim a cause stay",
                        max_length=1000,
                    ),
                ),
                (
                    "waiver",
                    models.CharField(blank=True, db_comment="why the maker confirms", max_length=1000),
                ),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="simpul.benefitversion",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_benefit_decision",
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="benefit",
            index=models.Index(fields=["subject_kind", "subject_code"], name="simpul_benefit_subject"),
        ),
        migrations.AddConstraint(
            model_name="benefit",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "confirmed", "withdrawn"])),
                name="simpul_benefit_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(("confirmed_number", models.F("number")), ("confirmed_number__isnull", False)),
                    _connector="OR",
                ),
                name="simpul_benefit_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_number__isnull", True),
                    ("confirmed_number__lte", models.F("number")),
                    _connector="OR",
                ),
                name="simpul_benefit_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitversion",
            constraint=models.UniqueConstraint(
                fields=("benefit", "number"), name="simpul_benefit_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="simpul_benefit_version_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("counting", "not_yet"), _negated=True),
                    ("amount__isnull", True),
                    _connector="OR",
                ),
                name="simpul_benefit_not_yet",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", True), models.Q(("amount_text", ""), _negated=True), _connector="OR"
                ),
                name="simpul_benefit_amount_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitdecision",
            constraint=models.UniqueConstraint(
                fields=("version", "verdict"), name="simpul_benefit_decision_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "withdrawn"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="simpul_benefit_withdrawn_reason",
            ),
        ),
    ]
