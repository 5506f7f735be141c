"""For whom an office's answer was handed in, beside for whom it was saved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("simpul", "0001_house")]

    operations = [
        migrations.AddField(
            model_name="itemanswer",
            name="handed_in_for",
            field=models.CharField(
                blank=True, default="", db_comment="for whom it was handed in", max_length=300
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="itemanswer",
            name="on_behalf_of",
            field=models.CharField(blank=True, db_comment="for whom it was saved", max_length=300),
        ),
    ]
