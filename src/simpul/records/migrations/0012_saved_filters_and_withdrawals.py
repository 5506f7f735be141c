"""Filters people keep; who took an extension back, when and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("simpul", "0011_finalisation"),
    ]

    operations = [
        migrations.AddField(
            model_name="extension",
            name="withdraw_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="extension",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="extension",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(db_comment="code of the list", max_length=60)),
                ("name", models.CharField(max_length=80)),
                (
                    "query",
                    models.CharField(
                        db_comment="filters of the address, without the page's own keys", max_length=1000
                    ),
                ),
                ("kept_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shared_with",
                    models.ForeignKey(
                        db_comment="empty = for the owner alone",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="simpul.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_saved_filter",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("owner", "table", "name"),
                        name="simpul_saved_filter_once",
                    )
                ],
            },
        ),
    ]
