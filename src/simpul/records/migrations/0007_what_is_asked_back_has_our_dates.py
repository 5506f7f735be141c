"""What a sender asks back has our own dates before the sender's; what was logged before has the sender's alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("simpul", "0006_offices_are_released")]
    operations = [
        migrations.AddField(
            "clarification",
            "due_answers",
            models.DateField(
                db_comment="our own dates before `due`, computed when it was logged",
                null=True,
            ),
        ),
        migrations.AddField("clarification", "due_consolidation", models.DateField(null=True)),
        migrations.AddField("clarification", "due_clearance", models.DateField(null=True)),
        migrations.AddField("clarification", "due_sending", models.DateField(null=True)),
    ]
