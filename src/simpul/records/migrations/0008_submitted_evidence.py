"""The files a submission names as evidence as rows, so that who may read a file is asked of an index."""

from django.db import migrations, models


def rows_of_evidence(apps, schema_editor):
    figures = apps.get_model("simpul", "SubmittedFigure")
    proof = figures.files.through
    kept = set(apps.get_model("simpul", "StoredFile").objects.values_list("pk", flat=True))
    named = figures.objects.exclude(evidence=[]).values_list("pk", "evidence")
    proof.objects.bulk_create(
        [
            proof(submittedfigure_id=figure, storedfile_id=file)
            for figure, evidence in named.iterator(chunk_size=2000)
            for file in sorted({item["file"] for item in evidence} & kept)
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("simpul", "0007_both_names_and_first_day")]

    operations = [
        migrations.AddField(
            model_name="submittedfigure",
            name="files",
            field=models.ManyToManyField(
                db_table="simpul_submitted_evidence", related_name="+", to="simpul.storedfile"
            ),
        ),
        migrations.RunPython(rows_of_evidence, migrations.RunPython.noop),
        migrations.RemoveField(model_name="storedfile", name="checks"),
    ]
