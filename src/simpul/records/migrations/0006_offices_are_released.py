"""An office that is asked no more keeps its row, so that what was delivered keeps the offices it had."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("simpul", "0005_frameworks_have_short_titles")]
    operations = [
        migrations.AddField(
            "itemoffice",
            "released_at",
            models.DateTimeField(db_comment="asked no more since; null = it is asked", null=True),
        ),
        migrations.RemoveConstraint("itemoffice", "simpul_item_office_once"),
        migrations.RemoveConstraint("itemoffice", "simpul_item_office_one_lead"),
        migrations.AddConstraint(
            "itemoffice",
            models.UniqueConstraint(
                condition=models.Q(released_at__isnull=True),
                fields=("item", "organisation"),
                name="simpul_item_office_once",
            ),
        ),
        migrations.AddConstraint(
            "itemoffice",
            models.UniqueConstraint(
                condition=models.Q(lead=True, released_at__isnull=True),
                fields=("item",),
                name="simpul_item_office_one_lead",
            ),
        ),
    ]
