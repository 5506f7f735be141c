"""A submitted figure says by which definition it was reported; a submission by which recipe it was hashed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("simpul", "0002_handed_in_for")]
    operations = [
        migrations.AddField(
            "submission",
            "recipe",
            models.PositiveSmallIntegerField(
                db_comment="by which the hash was made (core/reporting.py)", default=1
            ),
        ),
        migrations.AddField(
            "submittedfigure",
            "definition_version",
            models.PositiveIntegerField(
                db_comment="of the indicator when it was submitted; empty by the first recipe", null=True
            ),
        ),
    ]
