"""A body may have several seats; who holds a post does so by a letter, one at a time on either database."""

import django.db.models.deletion
from django.db import migrations, models

from ..enforcement import install


def _enforce(apps, schema_editor):
    install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("simpul", "0007_what_is_asked_back_has_our_dates")]
    operations = [
        migrations.CreateModel(
            "Seat",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("name_id", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("source", models.TextField(blank=True)),
                ("confidence", models.CharField(blank=True, max_length=20)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="simpul.body"
                    ),
                ),
            ],
            options={"db_table": "simpul_seat", "ordering": ["number"]},
        ),
        migrations.AddConstraint(
            "seat", models.UniqueConstraint(fields=("body", "number"), name="simpul_seat_once")
        ),
        migrations.AddConstraint(
            "seat", models.CheckConstraint(condition=models.Q(number__gte=1), name="simpul_seat_number")
        ),
        migrations.AddField(
            "postholding",
            "letter_number",
            models.CharField(blank=True, max_length=120, default=""),
            preserve_default=False,
        ),
        migrations.AddField("postholding", "letter_date", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "postholding",
            "letter_file",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="simpul.storedfile",
            ),
        ),
        migrations.AddField("postholding", "recorded_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "postholding", models.Index(fields=["post", "since"], name="simpul_holding_lookup")
        ),
        migrations.RunPython(_enforce, migrations.RunPython.noop),
    ]
