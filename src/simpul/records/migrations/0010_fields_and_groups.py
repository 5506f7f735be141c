"""Fields of people's lives and groups in vulnerable situations as tables; bodies and indicators refer to them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("simpul", "0009_one_dress"),
    ]

    operations = [
        migrations.CreateModel(
            name="FieldOfLife",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True)),
                ("label_id", models.CharField(max_length=200)),
                ("label_en", models.CharField(max_length=200)),
                ("covers_id", models.TextField(blank=True)),
                ("covers_en", models.TextField(blank=True)),
                ("position", models.PositiveIntegerField(default=0)),
                ("source", models.TextField(blank=True)),
                ("confidence", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "db_table": "simpul_field_of_life",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="PopulationGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True)),
                ("label_id", models.CharField(max_length=200)),
                ("label_en", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(default=0)),
                ("source", models.TextField(blank=True)),
                ("confidence", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "db_table": "simpul_population_group",
                "ordering": ["position", "code"],
            },
        ),
        migrations.AddField(
            model_name="body",
            name="fields_of_life",
            field=models.ManyToManyField(
                db_table="simpul_body_field_of_life", related_name="bodies", to="simpul.fieldoflife"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="field_of_life",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="indicators",
                to="simpul.fieldoflife",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="groups",
            field=models.ManyToManyField(
                db_table="simpul_indicator_group", related_name="indicators", to="simpul.populationgroup"
            ),
        ),
    ]
