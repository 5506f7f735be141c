"""Lists of reference codes, their releases and codes, and files of codes on their way in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("simpul", "0014_incoming_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True)),
                ("name_id", models.CharField(max_length=300)),
                ("name_en", models.CharField(max_length=300)),
                ("sheet", models.JSONField(default=dict)),
                ("position", models.PositiveIntegerField(default=0)),
            ],
            options={
                "db_table": "simpul_code_list",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="CodeListVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(db_comment="1, 2, 3 ... per list, in the order of import"),
                ),
                ("label", models.CharField(db_comment="how its owner calls the release", max_length=120)),
                ("released_on", models.DateField(blank=True, null=True)),
                ("source", models.TextField()),
                ("decree", models.CharField(blank=True, max_length=300)),
                ("notes", models.TextField(blank=True)),
                ("sha256", models.CharField(db_comment="of the file it was read from", max_length=64)),
                ("digest", models.CharField(db_comment="over its codes in their order", max_length=64)),
                ("size", models.PositiveIntegerField(db_comment="how many codes")),
                ("reason", models.TextField(blank=True, db_comment="why codes vanished")),
                ("imported_at", models.DateTimeField()),
                (
                    "code_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="simpul.codelist",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.storedfile"
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "simpul_code_list_version",
                "ordering": ["code_list", "-number"],
            },
        ),
        migrations.CreateModel(
            name="CodeImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(db_comment="workbook or csv", max_length=20)),
                ("label", models.CharField(max_length=120)),
                ("released_on", models.DateField(blank=True, null=True)),
                ("source", models.TextField()),
                ("decree", models.CharField(blank=True, max_length=300)),
                ("notes", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        db_comment="checked, unchanged, refused, imported or dropped", max_length=20
                    ),
                ),
                ("received", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(db_comment="rule -> how many findings", default=dict)),
                ("findings", models.JSONField(db_comment="the first findings of each rule", default=list)),
                ("used", models.JSONField(db_comment="what names a code that vanished", default=list)),
                ("problem", models.JSONField(db_comment="why the file could not be read", null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.storedfile"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "code_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="simpul.codelist",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        db_comment="the release it was compared with",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="simpul.codelistversion",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported_from",
                        to="simpul.codelistversion",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_code_import",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(db_comment="its place in the file, from 1")),
                ("code", models.CharField(max_length=80)),
                ("name_id", models.CharField(max_length=500)),
                ("name_en", models.CharField(blank=True, max_length=500)),
                (
                    "parent",
                    models.CharField(
                        blank=True, db_comment="code of its parent in the same release", max_length=80
                    ),
                ),
                ("definition", models.TextField(blank=True)),
                ("formula", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="simpul.codelistversion",
                    ),
                ),
            ],
            options={
                "db_table": "simpul_code",
                "ordering": ["version", "position"],
            },
        ),
        migrations.AddConstraint(
            model_name="codelistversion",
            constraint=models.UniqueConstraint(
                fields=("code_list", "number"), name="simpul_code_version_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="codelistversion",
            constraint=models.UniqueConstraint(
                fields=("code_list", "label"), name="simpul_code_version_label"
            ),
        ),
        migrations.AddIndex(
            model_name="code",
            index=models.Index(fields=["version", "name_id"], name="simpul_code_by_name"),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="simpul_code_once"),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="simpul_code_position"),
        ),
    ]
