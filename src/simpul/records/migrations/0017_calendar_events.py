"""Meetings and chairs; the ministers' meeting of a body; how sure the first day of a part is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("simpul", "0016_alignment_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="body",
            name="ministerial",
            field=models.ForeignKey(
                blank=True,
                db_comment="the ministers' meeting it prepares and reports to",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="prepared_by",
                to="simpul.body",
            ),
        ),
        migrations.AddField(
            model_name="responsibility",
            name="since_confidence",
            field=models.CharField(
                blank=True, db_comment="how sure its first day is; empty = as the rest", max_length=20
            ),
        ),
        migrations.AlterField(
            model_name="body",
            name="kind",
            field=models.CharField(db_comment="sectoral, subsidiary, ministerial or organ", max_length=60),
        ),
        migrations.CreateModel(
            name="CalendarEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=160, unique=True)),
                ("name_id", models.CharField(max_length=300)),
                ("name_en", models.CharField(max_length=300)),
                ("area", models.CharField(blank=True, db_comment="the country that hosts it", max_length=3)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(db_comment="last day, inclusive; null = one day", null=True)),
                ("expected_from", models.DateField(null=True)),
                ("expected_to", models.DateField(null=True)),
                ("status", models.CharField(db_comment="confirmed or tentative", max_length=20)),
                ("remark_id", models.TextField(blank=True)),
                ("remark_en", models.TextField(blank=True)),
                ("source", models.TextField()),
                ("confidence", models.CharField(max_length=20)),
                (
                    "body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="simpul.body",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="simpul.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_calendar_event",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", False), ("expected_from__isnull", False), _connector="OR"
                        ),
                        name="simpul_event_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="simpul_event_span",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Chair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=160, unique=True)),
                ("area", models.CharField(blank=True, db_comment="empty = not known yet", max_length=3)),
                ("part", models.CharField(db_comment="chair or co-chair", max_length=20)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "precision",
                    models.CharField(db_comment="day; year = only the years are known", max_length=10),
                ),
                ("remark_id", models.TextField(blank=True)),
                ("remark_en", models.TextField(blank=True)),
                ("source", models.TextField()),
                ("confidence", models.CharField(max_length=20)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="chairs", to="simpul.body"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chairs",
                        to="simpul.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_chair",
                "ordering": ["-since", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="simpul_chair_span",
                    )
                ],
            },
        ),
    ]
