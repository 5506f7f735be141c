"""One holder per body, role, rank, seat and day, enforced by the database itself.

PostgreSQL: an exclusion constraint over date ranges. SQLite: triggers, which a rebuild of the table drops;
`simpul.records.enforcement` reinstalls them after every migrate, and a test asks for them at head.
"""

from django.db import migrations

from ..enforcement import install, uninstall


def forwards(apps, schema_editor):
    install(schema_editor.connection)


def backwards(apps, schema_editor):
    uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("simpul", "0001_house")]

    operations = [migrations.RunPython(forwards, backwards)]
