"""How often all sessions of an account were ended; the working values of an obligation."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("simpul", "0017_calendar_events")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sessions_ended",
            field=models.PositiveIntegerField(
                default=0,
                db_comment="how often all sessions were ended; each session holds for one of these",
            ),
        ),
        migrations.AddField(
            model_name="obligation",
            name="adjusted",
            field=models.JSONField(
                default=dict, db_comment="working values of the desk: steps that are off, days set otherwise"
            ),
        ),
    ]
