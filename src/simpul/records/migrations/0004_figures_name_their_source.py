"""A figure names the publication it is from; what was submitted before named none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("simpul", "0003_figures_keep_their_definition")]
    operations = [
        migrations.AddField(
            "entry",
            "source",
            models.CharField(
                blank=True,
                db_comment="the publication: title, publisher, date, table, address",
                default="",
                max_length=300,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "submittedfigure",
            "source",
            models.CharField(
                blank=True,
                db_comment="the publication; not bound before the third recipe",
                default="",
                max_length=300,
            ),
            preserve_default=False,
        ),
    ]
