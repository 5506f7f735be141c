"""A framework keeps its short title in a column; those loaded before take it from their wording."""

from typing import Any

from django.db import migrations, models

#: Two columns alike, one for each language.
COLUMNS = ("short_id", "short_en")


def from_their_wording(apps: Any, schema_editor: Any) -> None:
    frameworks, entries = apps.get_model("simpul", "Framework"), apps.get_model("simpul", "ContentEntry")
    latest = {row.code: row.body for row in entries.objects.filter(kind="framework").order_by("number")}
    for row in frameworks.objects.all():
        short = latest.get(row.code, {}).get("short") or {}
        row.short_id, row.short_en = str(short.get("id") or ""), str(short.get("en") or "")
        row.save(update_fields=COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("simpul", "0004_figures_name_their_source")]
    operations = [
        *(
            migrations.AddField(
                "framework",
                column,
                models.CharField(
                    blank=True,
                    db_comment="what lists call it; empty: the title",
                    default="",
                    max_length=300,
                ),
                preserve_default=False,
            )
            for column in COLUMNS
        ),
        migrations.RunPython(from_their_wording, migrations.RunPython.noop),
    ]
