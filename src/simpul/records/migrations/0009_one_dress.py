"""Entries are kept in one dress of signs, so an import need not say in which."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("simpul", "0008_submitted_evidence"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="importbatch",
            name="language",
        ),
    ]
