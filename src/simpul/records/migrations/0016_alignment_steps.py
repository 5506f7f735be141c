"""What was said of an alignment, step by step."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("simpul", "0015_reference_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlignmentStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_kind", models.CharField(max_length=20)),
                ("source_code", models.CharField(max_length=160)),
                ("target_kind", models.CharField(max_length=20)),
                ("target_code", models.CharField(max_length=160)),
                ("verb", models.CharField(db_comment="propose, agree, object or approve", max_length=20)),
                ("relation", models.CharField(max_length=20)),
                ("words", models.TextField(blank=True)),
                ("by_name", models.CharField(max_length=200)),
                ("office", models.CharField(blank=True, max_length=60)),
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
                "db_table": "simpul_alignment_step",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["source_code", "target_code"], name="simpul_alignment_step_key")
                ],
            },
        ),
    ]
