"""All tables as they are today, the rules the database keeps itself, and nothing else.

Django draws the state of all models anew for each table, column and constraint that a migration adds; with some seventy
tables that took ten seconds of every first start and of every test database. Here they are added in one operation, so
the state is drawn once. What follows is an ordinary migration.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from ..enforcement import install, uninstall


class CreateTables(Operation):
    """Add models to the state one by one, draw it once, and create their tables."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, tables):
        self.tables = tables

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # drawn when it is next asked for
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.tables:
            schema_editor.create_model(to_state.apps.get_model(app_label, table.name))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for table in reversed(self.tables):
            schema_editor.delete_model(from_state.apps.get_model(app_label, table.name))

    def describe(self):
        return f"Create {len(self.tables)} tables"


def forwards(apps, schema_editor):
    install(schema_editor.connection)


def backwards(apps, schema_editor):
    uninstall(schema_editor.connection)


TABLES = [
    migrations.CreateModel(
        name="CodeList",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
        name="ContentVersion",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("digest", models.CharField(max_length=64, unique=True)),
            ("label", models.CharField(max_length=60)),
            ("loaded_at", models.DateTimeField()),
            ("entries_changed", models.PositiveIntegerField(default=0)),
        ],
        options={
            "db_table": "simpul_content_version",
        },
    ),
    migrations.CreateModel(
        name="Framework",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("code", models.CharField(max_length=60, unique=True)),
            ("title_id", models.CharField(max_length=300)),
            ("title_en", models.CharField(max_length=300)),
            ("since", models.DateField(blank=True, null=True)),
            ("until", models.DateField(blank=True, null=True)),
            ("levels", models.JSONField(default=list)),
            ("official_method", models.CharField(blank=True, max_length=40)),
            ("wording", models.CharField(max_length=20)),
            ("source", models.TextField(blank=True)),
            ("confidence", models.CharField(blank=True, max_length=20)),
            ("position", models.PositiveIntegerField(default=0)),
        ],
        options={
            "db_table": "simpul_framework",
            "ordering": ["position", "code"],
        },
    ),
    migrations.CreateModel(
        name="Alignment",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("source_kind", models.CharField(db_comment="goal or indicator", max_length=20)),
            (
                "source_code",
                models.CharField(db_comment="framework/code, or an indicator code", max_length=160),
            ),
            ("target_kind", models.CharField(max_length=20)),
            ("target_code", models.CharField(max_length=160)),
            (
                "relation",
                models.CharField(db_comment="equivalent, contributes, partly, conflicting", max_length=20),
            ),
            ("strength", models.CharField(blank=True, max_length=20)),
            ("rationale_id", models.TextField(blank=True)),
            ("rationale_en", models.TextField(blank=True)),
            ("status", models.CharField(default="proposed", max_length=20)),
            ("proposed_by", models.CharField(max_length=120)),
            ("source", models.TextField(blank=True)),
            ("confidence", models.CharField(blank=True, max_length=20)),
        ],
        options={
            "db_table": "simpul_alignment",
            "constraints": [
                models.UniqueConstraint(
                    fields=("source_kind", "source_code", "target_kind", "target_code"),
                    name="simpul_alignment_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="PopulationGroup",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
    migrations.CreateModel(
        name="FieldOfLife",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
        name="Organisation",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("code", models.CharField(max_length=60, unique=True)),
            ("acronym", models.CharField(max_length=60)),
            ("name_id", models.CharField(max_length=300)),
            ("name_en", models.CharField(max_length=300)),
            ("kind", models.CharField(max_length=60)),
            ("area", models.CharField(max_length=3)),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="units",
                    to="simpul.organisation",
                ),
            ),
            ("since", models.DateField(blank=True, null=True)),
            ("until", models.DateField(blank=True, null=True)),
            ("source", models.TextField(blank=True)),
            ("confidence", models.CharField(blank=True, max_length=20)),
        ],
        options={
            "db_table": "simpul_organisation",
            "ordering": ["acronym"],
        },
    ),
    migrations.CreateModel(
        name="Body",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("code", models.CharField(max_length=60, unique=True)),
            ("acronym", models.CharField(max_length=60)),
            ("name_id", models.CharField(max_length=300)),
            ("name_en", models.CharField(max_length=300)),
            ("theme_id", models.CharField(blank=True, max_length=120)),
            ("theme_en", models.CharField(blank=True, max_length=120)),
            (
                "kind",
                models.CharField(db_comment="sectoral, subsidiary, ministerial or organ", max_length=60),
            ),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="parts",
                    to="simpul.body",
                ),
            ),
            (
                "ministerial",
                models.ForeignKey(
                    blank=True,
                    db_comment="the ministers' meeting it prepares and reports to",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="prepared_by",
                    to="simpul.body",
                ),
            ),
            (
                "counted",
                models.BooleanField(
                    db_comment="one of the sectoral bodies proper; sub-bodies are counted apart"
                ),
            ),
            ("source", models.TextField(blank=True)),
            ("confidence", models.CharField(blank=True, max_length=20)),
            (
                "fields_of_life",
                models.ManyToManyField(
                    db_table="simpul_body_field_of_life", related_name="bodies", to="simpul.fieldoflife"
                ),
            ),
        ],
        options={
            "db_table": "simpul_body",
            "ordering": ["acronym"],
        },
    ),
    migrations.CreateModel(
        name="OutboxMessage",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("kind", models.CharField(max_length=40)),
            (
                "key",
                models.CharField(
                    db_comment="the same event is never sent twice", max_length=200, unique=True
                ),
            ),
            ("payload", models.JSONField(default=dict)),
            ("due_at", models.DateTimeField()),
            ("state", models.CharField(default="pending", max_length=20)),
            ("attempts", models.PositiveIntegerField(default=0)),
            ("error", models.TextField(blank=True)),
            ("done_at", models.DateTimeField(null=True)),
        ],
        options={
            "db_table": "simpul_outbox",
            "indexes": [models.Index(fields=["state", "due_at"], name="simpul_outbox_due")],
        },
    ),
    migrations.CreateModel(
        name="ContentEntry",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("kind", models.CharField(max_length=40)),
            ("code", models.CharField(max_length=160)),
            ("number", models.PositiveIntegerField(db_comment="1, 2, 3 ... per kind and code")),
            ("digest", models.CharField(max_length=64)),
            ("body", models.JSONField()),
            ("place", models.CharField(db_comment="file and line it was read from", max_length=300)),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="entries",
                    to="simpul.contentversion",
                ),
            ),
        ],
        options={
            "db_table": "simpul_content_entry",
            "constraints": [
                models.UniqueConstraint(fields=("kind", "code", "number"), name="simpul_content_entry_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="Goal",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "framework",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="simpul.framework"
                ),
            ),
            ("code", models.CharField(max_length=60)),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="parts",
                    to="simpul.goal",
                ),
            ),
            ("level", models.CharField(max_length=40)),
            ("depth", models.PositiveSmallIntegerField(default=0)),
            ("title_id", models.TextField()),
            ("title_en", models.TextField()),
            ("wording", models.CharField(db_comment="official, paraphrase, recalled or ours", max_length=20)),
            ("source", models.TextField(blank=True)),
            ("confidence", models.CharField(blank=True, max_length=20)),
            ("position", models.PositiveIntegerField(default=0)),
        ],
        options={
            "db_table": "simpul_goal",
            "ordering": ["framework", "position"],
            "constraints": [models.UniqueConstraint(fields=("framework", "code"), name="simpul_goal_once")],
        },
    ),
    migrations.CreateModel(
        name="OrganisationSuccession",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "predecessor",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="successions",
                    to="simpul.organisation",
                ),
            ),
            (
                "successor",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="predecessions",
                    to="simpul.organisation",
                ),
            ),
            ("since", models.DateField(blank=True, null=True)),
        ],
        options={
            "db_table": "simpul_organisation_succession",
            "constraints": [
                models.UniqueConstraint(fields=("predecessor", "successor"), name="simpul_succession_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="Responsibility",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "body",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="responsibilities",
                    to="simpul.body",
                ),
            ),
            (
                "organisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="responsibilities",
                    to="simpul.organisation",
                ),
            ),
            ("role", models.CharField(max_length=20)),
            ("since", models.DateField()),
            (
                "since_confidence",
                models.CharField(
                    blank=True, db_comment="how sure its first day is; empty = as the rest", max_length=20
                ),
            ),
            ("until", models.DateField(blank=True, null=True)),
            ("source", models.TextField(blank=True)),
            ("confidence", models.CharField(blank=True, max_length=20)),
        ],
        options={
            "db_table": "simpul_responsibility",
            "constraints": [
                models.UniqueConstraint(
                    fields=("body", "organisation", "role", "since"), name="simpul_responsibility_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                    ),
                    name="simpul_responsibility_span",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Person",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(max_length=200)),
            (
                "title",
                models.CharField(blank=True, db_comment="full form with degrees, for papers", max_length=200),
            ),
            ("email", models.EmailField(blank=True, max_length=254)),
            ("phone", models.CharField(blank=True, max_length=40)),
            (
                "organisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="people",
                    to="simpul.organisation",
                ),
            ),
            ("language", models.CharField(default="id", max_length=5)),
            ("is_fictional", models.BooleanField(default=False)),
        ],
        options={
            "db_table": "simpul_person",
            "ordering": ["name"],
        },
    ),
    migrations.CreateModel(
        name="Post",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "organisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="posts",
                    to="simpul.organisation",
                ),
            ),
            ("name_id", models.CharField(max_length=200)),
            ("name_en", models.CharField(max_length=200)),
        ],
        options={
            "db_table": "simpul_post",
        },
    ),
    migrations.CreateModel(
        name="Indicator",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("code", models.CharField(max_length=60, unique=True)),
            ("title_id", models.CharField(max_length=300)),
            ("title_en", models.CharField(max_length=300)),
            ("unit_id", models.CharField(blank=True, max_length=120)),
            ("unit_en", models.CharField(blank=True, max_length=120)),
            (
                "kind",
                models.CharField(
                    db_comment="quantitative, policy_yes_no, administrative_count, survey", max_length=40
                ),
            ),
            ("polarity", models.CharField(max_length=20)),
            ("validity", models.CharField(db_comment="exact, proxy or activity", max_length=20)),
            ("frequency", models.CharField(blank=True, max_length=30)),
            ("decimals", models.PositiveSmallIntegerField(blank=True, null=True)),
            (
                "body",
                models.ForeignKey(
                    blank=True,
                    db_comment="the body whose task carries the value",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="indicators",
                    to="simpul.body",
                ),
            ),
            (
                "custodian",
                models.ForeignKey(
                    blank=True,
                    db_comment="the office that owns the value",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="indicators",
                    to="simpul.organisation",
                ),
            ),
            (
                "field_of_life",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="indicators",
                    to="simpul.fieldoflife",
                ),
            ),
            ("sheet", models.JSONField(default=dict)),
            ("definition_version", models.PositiveIntegerField(default=1)),
            ("confidence", models.CharField(blank=True, max_length=20)),
            ("position", models.PositiveIntegerField(default=0)),
            (
                "merged_into",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merged_from",
                    to="simpul.indicator",
                ),
            ),
            (
                "merged_in",
                models.CharField(blank=True, db_comment="the decision that merged it", max_length=200),
            ),
            ("merged_on", models.DateField(blank=True, null=True)),
            (
                "groups",
                models.ManyToManyField(
                    db_table="simpul_indicator_group", related_name="indicators", to="simpul.populationgroup"
                ),
            ),
            (
                "confirming",
                models.ManyToManyField(
                    db_table="simpul_indicator_confirming", related_name="confirms", to="simpul.body"
                ),
            ),
        ],
        options={
            "db_table": "simpul_indicator",
            "ordering": ["position", "code"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("merged_into", None), models.Q(("merged_in", ""), _negated=True), _connector="OR"
                    ),
                    name="simpul_indicator_merged_in_decision",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("merged_into", None),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                    name="simpul_indicator_not_merged_into_itself",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Benefit",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "subject_kind",
                models.CharField(db_comment="goal, indicator, activity or commitment", max_length=20),
            ),
            (
                "subject_code",
                models.CharField(db_comment="framework/code, or an indicator code", max_length=160),
            ),
            (
                "body",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="benefits", to="simpul.body"
                ),
            ),
            (
                "organisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="benefits",
                    to="simpul.organisation",
                ),
            ),
            ("state", models.CharField(db_comment="draft, confirmed or withdrawn", max_length=20)),
            ("number", models.PositiveIntegerField(db_comment="of the latest version")),
            (
                "confirmed_number",
                models.PositiveIntegerField(db_comment="of the version confirmed last", null=True),
            ),
        ],
        options={
            "db_table": "simpul_benefit",
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["subject_kind", "subject_code"], name="simpul_benefit_subject")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["draft", "confirmed", "withdrawn"])),
                    name="simpul_benefit_state",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "confirmed"), _negated=True),
                        models.Q(
                            ("confirmed_number", models.F("number")), ("confirmed_number__isnull", False)
                        ),
                        _connector="OR",
                    ),
                    name="simpul_benefit_confirmed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("confirmed_number__isnull", True),
                        ("confirmed_number__lte", models.F("number")),
                        _connector="OR",
                    ),
                    name="simpul_benefit_numbers",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CalendarEvent",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("code", models.CharField(max_length=160, unique=True)),
            ("name_id", models.CharField(max_length=300)),
            ("name_en", models.CharField(max_length=300)),
            (
                "body",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="events",
                    to="simpul.body",
                ),
            ),
            (
                "organisation",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="events",
                    to="simpul.organisation",
                ),
            ),
            ("area", models.CharField(blank=True, db_comment="the country that hosts it", max_length=3)),
            ("place", models.CharField(blank=True, max_length=200)),
            ("starts_on", models.DateField(null=True)),
            ("ends_on", models.DateField(db_comment="last day, inclusive; null = one day", null=True)),
            ("expected_from", models.DateField(null=True)),
            ("expected_to", models.DateField(null=True)),
            ("status", models.CharField(db_comment="confirmed or tentative", max_length=20)),
            ("remark_id", models.TextField(blank=True)),
            ("remark_en", models.TextField(blank=True)),
            ("source", models.TextField()),
            ("confidence", models.CharField(max_length=20)),
        ],
        options={
            "db_table": "simpul_calendar_event",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("starts_on__isnull", False), ("expected_from__isnull", False), _connector="OR"
                    ),
                    name="simpul_event_has_a_time",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                    ),
                    name="simpul_event_span",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Chair",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("code", models.CharField(max_length=160, unique=True)),
            (
                "body",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="chairs", to="simpul.body"
                ),
            ),
            ("area", models.CharField(blank=True, db_comment="empty = not known yet", max_length=3)),
            (
                "organisation",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="chairs",
                    to="simpul.organisation",
                ),
            ),
            ("part", models.CharField(db_comment="chair or co-chair", max_length=20)),
            ("since", models.DateField()),
            ("until", models.DateField(null=True)),
            ("precision", models.CharField(db_comment="day; year = only the years are known", max_length=10)),
            ("remark_id", models.TextField(blank=True)),
            ("remark_en", models.TextField(blank=True)),
            ("source", models.TextField()),
            ("confidence", models.CharField(max_length=20)),
        ],
        options={
            "db_table": "simpul_chair",
            "ordering": ["-since", "code"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                    ),
                    name="simpul_chair_span",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Obligation",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("code", models.CharField(max_length=60, unique=True)),
            ("name_id", models.CharField(max_length=300)),
            ("name_en", models.CharField(max_length=300)),
            (
                "framework",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="obligations",
                    to="simpul.framework",
                ),
            ),
            ("area", models.CharField(max_length=3)),
            ("zone", models.CharField(default="UTC", max_length=60)),
            ("chain", models.JSONField(db_comment="roles in order of clearance", default=list)),
            (
                "delivery_chain",
                models.JSONField(db_comment="roles that clear what leaves the country", default=list),
            ),
            (
                "narrative",
                models.JSONField(db_comment="fields: code, label and hint id/en, limit", default=list),
            ),
            (
                "settings",
                models.JSONField(db_comment="anchor, interval and offsets as in content", default=dict),
            ),
            ("source", models.TextField(blank=True)),
            (
                "adjusted",
                models.JSONField(
                    db_comment="working values of the desk: steps that are off, days set otherwise",
                    default=dict,
                ),
            ),
        ],
        options={
            "db_table": "simpul_obligation",
        },
    ),
    migrations.CreateModel(
        name="User",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("password", models.CharField(max_length=128, verbose_name="password")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            ("email", models.EmailField(max_length=254, unique=True)),
            (
                "person",
                models.OneToOneField(
                    blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="simpul.person"
                ),
            ),
            ("language", models.CharField(default="id", max_length=5)),
            ("density", models.CharField(default="normal", max_length=10)),
            ("is_active", models.BooleanField(default=True)),
            (
                "is_admin",
                models.BooleanField(
                    db_comment="sets up the machine; no figure passes through", default=False
                ),
            ),
            ("is_demo", models.BooleanField(db_comment="a fictional person of the demo", default=False)),
            ("created_at", models.DateTimeField()),
            (
                "sessions_ended",
                models.PositiveIntegerField(
                    db_comment="how often all sessions were ended; each session holds for one of these",
                    default=0,
                ),
            ),
        ],
        options={
            "db_table": "simpul_user",
        },
    ),
    migrations.CreateModel(
        name="PostHolding",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "post",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="holdings", to="simpul.post"
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="holdings", to="simpul.person"
                ),
            ),
            ("acting", models.CharField(blank=True, db_comment="empty, Plt. or Plh.", max_length=4)),
            ("since", models.DateField()),
            ("until", models.DateField(blank=True, null=True)),
        ],
        options={
            "db_table": "simpul_post_holding",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                    ),
                    name="simpul_holding_span",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Baseline",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="baselines",
                    to="simpul.indicator",
                ),
            ),
            ("area", models.CharField(max_length=3)),
            ("period", models.CharField(max_length=10)),
            ("value_text", models.CharField(max_length=60)),
            ("value", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
            ("status", models.CharField(db_comment="none, provisional or agreed", max_length=20)),
            ("decision", models.CharField(blank=True, max_length=200)),
            ("source", models.TextField(blank=True)),
        ],
        options={
            "db_table": "simpul_baseline",
            "constraints": [
                models.UniqueConstraint(fields=("indicator", "area"), name="simpul_baseline_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "agreed"), _negated=True),
                        models.Q(("decision", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="simpul_baseline_agreed_in_decision",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Target",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="simpul.indicator"
                ),
            ),
            ("area", models.CharField(max_length=3)),
            ("period", models.CharField(max_length=10)),
            ("value", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
            ("low", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
            ("high", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
            ("authority", models.CharField(blank=True, max_length=200)),
            ("source", models.TextField(blank=True)),
        ],
        options={
            "db_table": "simpul_target",
            "ordering": ["indicator", "period"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("indicator", "area", "period", "authority"), name="simpul_target_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("value__isnull", False),
                        ("low__isnull", False),
                        ("high__isnull", False),
                        _connector="OR",
                    ),
                    name="simpul_target_has_value",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="AuditEntry",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("at", models.DateTimeField(db_comment="when it was done")),
            ("written_at", models.DateTimeField(auto_now_add=True, db_comment="when the row was written")),
            (
                "actor",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("actor_name", models.CharField(max_length=200)),
            ("actor_office", models.CharField(blank=True, max_length=300)),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("action", models.CharField(max_length=80)),
            ("subject_kind", models.CharField(max_length=40)),
            ("subject_key", models.CharField(max_length=200)),
            ("before", models.JSONField(default=dict)),
            ("after", models.JSONField(default=dict)),
            ("previous_hash", models.CharField(blank=True, max_length=64)),
            ("hash", models.CharField(max_length=64, unique=True)),
        ],
        options={
            "db_table": "simpul_audit",
            "indexes": [models.Index(fields=["subject_kind", "subject_key"], name="simpul_audit_subject")],
        },
    ),
    migrations.CreateModel(
        name="StoredFile",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(db_comment="as the sender called it", max_length=255)),
            ("sha256", models.CharField(db_index=True, max_length=64)),
            ("size", models.PositiveBigIntegerField()),
            ("media_type", models.CharField(max_length=120)),
            ("classification", models.CharField(default="ordinary", max_length=20)),
            (
                "purpose",
                models.CharField(db_comment="evidence, workbook, letter, paper, delivery", max_length=40),
            ),
            (
                "uploaded_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("uploaded_at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_file",
        },
    ),
    migrations.CreateModel(
        name="AlignmentStep",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("source_kind", models.CharField(max_length=20)),
            ("source_code", models.CharField(max_length=160)),
            ("target_kind", models.CharField(max_length=20)),
            ("target_code", models.CharField(max_length=160)),
            ("verb", models.CharField(db_comment="propose, agree, object or approve", max_length=20)),
            ("relation", models.CharField(max_length=20)),
            ("words", models.TextField(blank=True)),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("by_name", models.CharField(max_length=200)),
            ("office", models.CharField(blank=True, max_length=60)),
            ("at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_alignment_step",
            "ordering": ["id"],
            "indexes": [
                models.Index(fields=["source_code", "target_code"], name="simpul_alignment_step_key")
            ],
        },
    ),
    migrations.CreateModel(
        name="Finalisation",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("title_id", models.CharField(max_length=300)),
            ("title_en", models.CharField(max_length=300)),
            ("opens_on", models.DateField()),
            ("proposals_due_on", models.DateField()),
            ("comments_due_on", models.DateField()),
            ("closes_on", models.DateField()),
            (
                "opened_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("opened_at", models.DateTimeField()),
            ("closed_at", models.DateTimeField(null=True)),
            ("closing_reason", models.TextField(blank=True)),
            (
                "frameworks",
                models.ManyToManyField(
                    db_table="simpul_finalisation_framework", related_name="+", to="simpul.framework"
                ),
            ),
        ],
        options={
            "db_table": "simpul_finalisation",
            "ordering": ["-opens_on", "-id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("opens_on__lte", models.F("proposals_due_on")),
                        ("proposals_due_on__lte", models.F("comments_due_on")),
                        ("comments_due_on__lte", models.F("closes_on")),
                    ),
                    name="simpul_finalisation_dates_in_order",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="BenefitVersion",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "benefit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="simpul.benefit"
                ),
            ),
            ("number", models.PositiveIntegerField()),
            (
                "reason",
                models.CharField(
                    blank=True, db_comment="why it differs from the version before", max_length=1000
                ),
            ),
            (
                "field_of_life",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="benefits",
                    to="simpul.fieldoflife",
                ),
            ),
            ("who", models.CharField(blank=True, max_length=300)),
            (
                "counting",
                models.CharField(blank=True, db_comment="counted, estimated or not_yet", max_length=20),
            ),
            (
                "amount_text",
                models.CharField(blank=True, db_comment="as reported, Indonesian signs", max_length=60),
            ),
            ("amount", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
            (
                "amount_status",
                models.CharField(blank=True, db_comment="A, LT or GT (SDMX CL_OBS_STATUS)", max_length=5),
            ),
            ("unit", models.CharField(blank=True, max_length=20)),
            (
                "basis",
                models.CharField(
                    blank=True, db_comment="how counted, or why not measurable yet", max_length=1000
                ),
            ),
            ("area", models.CharField(blank=True, max_length=20)),
            (
                "region",
                models.CharField(
                    blank=True, db_comment="part of the area; empty = all of it", max_length=200
                ),
            ),
            ("period", models.CharField(blank=True, max_length=10)),
            ("text", models.CharField(blank=True, max_length=1500)),
            ("text_en", models.CharField(blank=True, max_length=1500)),
            ("links", models.JSONField(db_comment="addresses that prove it", default=list)),
            (
                "recorded_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("recorded_by_name", models.CharField(max_length=200)),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("recorded_at", models.DateTimeField()),
            (
                "groups",
                models.ManyToManyField(
                    db_table="simpul_benefit_group", related_name="benefits", to="simpul.populationgroup"
                ),
            ),
            (
                "serves",
                models.ManyToManyField(
                    db_table="simpul_benefit_serves", related_name="served_by", to="simpul.goal"
                ),
            ),
            (
                "files",
                models.ManyToManyField(
                    db_table="simpul_benefit_evidence", related_name="+", to="simpul.storedfile"
                ),
            ),
        ],
        options={
            "db_table": "simpul_benefit_version",
            "ordering": ["-id"],
            "constraints": [
                models.UniqueConstraint(fields=("benefit", "number"), name="simpul_benefit_version_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                    ),
                    name="simpul_benefit_version_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("counting", "not_yet"), _negated=True),
                        ("amount__isnull", True),
                        _connector="OR",
                    ),
                    name="simpul_benefit_not_yet",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("amount__isnull", True),
                        models.Q(("amount_text", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="simpul_benefit_amount_text",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Round",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "obligation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="simpul.obligation"
                ),
            ),
            ("period", models.CharField(db_comment="2026-Q1", max_length=10)),
            ("opens_on", models.DateField()),
            ("due_on", models.DateField()),
            ("closes_on", models.DateField()),
            ("chain", models.JSONField(default=list)),
            ("narrative", models.JSONField(default=list)),
            (
                "content_version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.contentversion"
                ),
            ),
            (
                "opened_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("opened_at", models.DateTimeField()),
            (
                "closed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("closed_at", models.DateTimeField(null=True)),
            ("close_reason", models.TextField(blank=True)),
        ],
        options={
            "db_table": "simpul_round",
            "ordering": ["-period"],
            "constraints": [
                models.UniqueConstraint(fields=("obligation", "period"), name="simpul_round_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("opens_on__lte", models.F("due_on")), ("due_on__lte", models.F("closes_on"))
                    ),
                    name="simpul_round_dates",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="FreeDay",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("area", models.CharField(max_length=3)),
            ("day", models.DateField()),
            ("name_id", models.CharField(max_length=200)),
            ("name_en", models.CharField(max_length=200)),
            ("kind", models.CharField(db_comment="national or collective_leave", max_length=20)),
            ("decree", models.CharField(db_comment="number and year of the decree", max_length=300)),
            ("source", models.TextField(blank=True)),
            ("confidence", models.CharField(blank=True, max_length=20)),
            (
                "code",
                models.CharField(
                    blank=True, db_comment="of the content it came from; empty = desk", max_length=160
                ),
            ),
            ("recorded_at", models.DateTimeField()),
            (
                "recorded_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("ended_at", models.DateTimeField(null=True)),
            (
                "ended_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("end_reason", models.TextField(blank=True)),
            (
                "successor",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="predecessors",
                    to="simpul.freeday",
                ),
            ),
        ],
        options={
            "db_table": "simpul_free_day",
            "ordering": ["day", "id"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("ended_at__isnull", True)),
                    fields=("area", "day", "name_id"),
                    name="simpul_free_day_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["national", "collective_leave"])),
                    name="simpul_free_day_kind",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SavedFilter",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "owner",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="saved_filters",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("table", models.CharField(db_comment="code of the list", max_length=60)),
            ("name", models.CharField(max_length=80)),
            (
                "query",
                models.CharField(
                    db_comment="filters of the address, without the page's own keys", max_length=1000
                ),
            ),
            (
                "shared_with",
                models.ForeignKey(
                    db_comment="empty = for the owner alone",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.organisation",
                ),
            ),
            ("kept_at", models.DateTimeField()),
            ("removed_at", models.DateTimeField(null=True)),
        ],
        options={
            "db_table": "simpul_saved_filter",
            "ordering": ["name", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("removed_at__isnull", True)),
                    fields=("owner", "table", "name"),
                    name="simpul_saved_filter_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="CodeListVersion",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "code_list",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="simpul.codelist"
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
            (
                "file",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.storedfile"
                ),
            ),
            ("sha256", models.CharField(db_comment="of the file it was read from", max_length=64)),
            ("digest", models.CharField(db_comment="over its codes in their order", max_length=64)),
            ("size", models.PositiveIntegerField(db_comment="how many codes")),
            ("reason", models.TextField(blank=True, db_comment="why codes vanished")),
            (
                "imported_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("imported_at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_code_list_version",
            "ordering": ["code_list", "-number"],
            "constraints": [
                models.UniqueConstraint(fields=("code_list", "number"), name="simpul_code_version_number"),
                models.UniqueConstraint(fields=("code_list", "label"), name="simpul_code_version_label"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Designation",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "body",
                models.ForeignKey(
                    blank=True,
                    db_comment="null = all bodies of the organisation",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="designations",
                    to="simpul.body",
                ),
            ),
            (
                "organisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="designations",
                    to="simpul.organisation",
                ),
            ),
            ("role", models.CharField(max_length=30)),
            ("rank", models.PositiveSmallIntegerField(default=1)),
            ("seat", models.PositiveSmallIntegerField(default=1)),
            (
                "person",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="designations",
                    to="simpul.person",
                ),
            ),
            (
                "post",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="designations",
                    to="simpul.post",
                ),
            ),
            ("acting", models.CharField(blank=True, db_comment="empty, Plt. or Plh.", max_length=4)),
            ("since", models.DateField()),
            ("until", models.DateField(blank=True, null=True)),
            ("letter_number", models.CharField(blank=True, max_length=120)),
            ("letter_date", models.DateField(blank=True, null=True)),
            (
                "letter_file",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.storedfile",
                ),
            ),
            ("recorded_at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_designation",
            "indexes": [models.Index(fields=["body", "role", "since"], name="simpul_designation_lookup")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                    ),
                    name="simpul_designation_span",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("person__isnull", False), ("post__isnull", True)),
                        models.Q(("person__isnull", True), ("post__isnull", False)),
                        _connector="OR",
                    ),
                    name="simpul_designation_one_holder",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SheetVersion",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="versions",
                    to="simpul.indicator",
                ),
            ),
            (
                "number",
                models.PositiveIntegerField(
                    db_comment="1, 2, 3 ... per indicator; 1 is what the content said"
                ),
            ),
            ("sheet", models.JSONField(db_comment="the negotiated fields only")),
            ("reason", models.TextField(blank=True)),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("made_by_name", models.CharField(max_length=200)),
            ("office", models.CharField(blank=True, max_length=60)),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("made_at", models.DateTimeField()),
            ("agreed_in", models.CharField(blank=True, max_length=200)),
            ("agreed_on", models.DateField(null=True)),
            (
                "agreed_file",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.storedfile",
                ),
            ),
            (
                "definition_version",
                models.PositiveIntegerField(
                    db_comment="of the indicator once this wording held; empty until it is agreed", null=True
                ),
            ),
        ],
        options={
            "db_table": "simpul_sheet_version",
            "ordering": ["indicator", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("indicator", "number"), name="simpul_sheet_version_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="BenefitDecision",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="decisions",
                    to="simpul.benefitversion",
                ),
            ),
            ("verdict", models.CharField(db_comment="confirmed or withdrawn", max_length=20)),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("by_name", models.CharField(max_length=200)),
            ("role", models.CharField(max_length=30)),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("letter_number", models.CharField(blank=True, max_length=120)),
            ("letter_date", models.DateField(null=True)),
            (
                "reason",
                models.CharField(
                    blank=True,
                    db_comment="why withdrawn, or why words that claim a cause stay",
                    max_length=1000,
                ),
            ),
            ("waiver", models.CharField(blank=True, db_comment="why the maker confirms", max_length=1000)),
            ("at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_benefit_decision",
            "ordering": ["id"],
            "constraints": [
                models.UniqueConstraint(fields=("version", "verdict"), name="simpul_benefit_decision_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("verdict", "withdrawn"), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="simpul_benefit_withdrawn_reason",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ResultSet",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "framework",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.framework",
                ),
            ),
            (
                "round",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="result_sets",
                    to="simpul.round",
                ),
            ),
            ("area", models.CharField(max_length=3)),
            ("as_known_at", models.DateTimeField()),
            (
                "content_version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.contentversion"
                ),
            ),
            (
                "reading",
                models.JSONField(
                    db_comment="all that report and delivery say of the round but the verdicts; null without a round",
                    null=True,
                ),
            ),
            ("digest", models.CharField(max_length=64)),
            (
                "made_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("made_at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_result_set",
        },
    ),
    migrations.CreateModel(
        name="Task",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "round",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="simpul.round"
                ),
            ),
            (
                "body",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="simpul.body"
                ),
            ),
            (
                "organisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="tasks",
                    to="simpul.organisation",
                ),
            ),
            ("due_original", models.DateField()),
            ("due_current", models.DateField()),
            ("state", models.CharField(default="none", max_length=20)),
            (
                "version",
                models.PositiveIntegerField(
                    db_comment="raised by every save; a workbook names it", default=0
                ),
            ),
            (
                "holders",
                models.JSONField(db_comment="who held which role on the day the round opened", default=dict),
            ),
            ("submitted_on", models.DateField(db_comment="local day of the latest submission", null=True)),
            (
                "first_submitted_on",
                models.DateField(
                    db_comment="local day of the first submission the office did not take back", null=True
                ),
            ),
            ("first_due_on", models.DateField(db_comment="what was due on that day", null=True)),
            ("accepted_at", models.DateTimeField(null=True)),
            (
                "co_leads",
                models.ManyToManyField(
                    db_table="simpul_task_co_lead", related_name="co_tasks", to="simpul.organisation"
                ),
            ),
        ],
        options={
            "db_table": "simpul_task",
            "ordering": ["body__acronym"],
            "constraints": [
                models.UniqueConstraint(fields=("round", "body", "organisation"), name="simpul_task_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="Request",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("code", models.CharField(db_comment="year/number of our register", max_length=20, unique=True)),
            ("subject", models.CharField(max_length=300)),
            ("sender", models.CharField(max_length=200)),
            ("letter_number", models.CharField(blank=True, max_length=120)),
            ("letter_date", models.DateField(null=True)),
            (
                "letter_file",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.storedfile",
                ),
            ),
            (
                "form_file",
                models.ForeignKey(
                    db_comment="the sender's own form",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.storedfile",
                ),
            ),
            ("channel", models.CharField(max_length=120)),
            ("received_on", models.DateField()),
            (
                "language",
                models.CharField(db_comment="in which the sender is answered", default="en", max_length=5),
            ),
            ("classification", models.CharField(default="ordinary", max_length=20)),
            ("deadline", models.DateField(db_comment="the sender's; null = none given", null=True)),
            (
                "deadline_note",
                models.TextField(
                    blank=True, db_comment="what was agreed, where none was given or it is past"
                ),
            ),
            ("due_answers", models.DateField(null=True)),
            ("due_consolidation", models.DateField(null=True)),
            ("due_clearance", models.DateField(null=True)),
            ("due_sending", models.DateField(null=True)),
            (
                "guessed_years",
                models.JSONField(db_comment="years of the calendar known without a decree", default=list),
            ),
            ("chain", models.JSONField(db_comment="roles that clear, frozen on registration", default=list)),
            ("state", models.CharField(default="registered", max_length=20)),
            (
                "version",
                models.PositiveIntegerField(
                    db_comment="raised by every change of the request itself", default=1
                ),
            ),
            ("disposition", models.TextField(blank=True)),
            (
                "disposed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("disposed_at", models.DateTimeField(null=True)),
            (
                "registered_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("registered_at", models.DateTimeField()),
            (
                "closed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("closed_at", models.DateTimeField(null=True)),
            ("close_reason", models.TextField(blank=True)),
        ],
        options={
            "db_table": "simpul_request",
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["state", "deadline"], name="simpul_request_open")],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(
                        models.Q(("letter_number", ""), _negated=True),
                        models.Q(("state", "closed"), _negated=True),
                    ),
                    fields=("sender", "letter_number", "letter_date"),
                    name="simpul_request_letter_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Code",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="codes",
                    to="simpul.codelistversion",
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
        ],
        options={
            "db_table": "simpul_code",
            "ordering": ["version", "position"],
            "indexes": [models.Index(fields=["version", "name_id"], name="simpul_code_by_name")],
            "constraints": [
                models.UniqueConstraint(fields=("version", "code"), name="simpul_code_once"),
                models.UniqueConstraint(fields=("version", "position"), name="simpul_code_position"),
            ],
        },
    ),
    migrations.CreateModel(
        name="CodeImport",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "code_list",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="simpul.codelist"
                ),
            ),
            (
                "file",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.storedfile"
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
            ("received", models.PositiveIntegerField(default=0)),
            ("counts", models.JSONField(db_comment="rule -> how many findings", default=dict)),
            ("findings", models.JSONField(db_comment="the first findings of each rule", default=list)),
            ("used", models.JSONField(db_comment="what names a code that vanished", default=list)),
            ("problem", models.JSONField(db_comment="why the file could not be read", null=True)),
            ("digest", models.CharField(blank=True, max_length=64)),
            (
                "uploaded_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("uploaded_at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_code_import",
            "ordering": ["-pk"],
        },
    ),
    migrations.CreateModel(
        name="SheetTask",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "finalisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="tasks",
                    to="simpul.finalisation",
                ),
            ),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="sheet_tasks",
                    to="simpul.indicator",
                ),
            ),
            (
                "organisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="sheet_tasks",
                    to="simpul.organisation",
                ),
            ),
            ("state", models.CharField(default="called", max_length=20)),
            (
                "version",
                models.ForeignKey(
                    db_comment="on the table now",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.sheetversion",
                ),
            ),
            ("since", models.DateTimeField(db_comment="when it came into its state")),
        ],
        options={
            "db_table": "simpul_sheet_task",
            "ordering": ["indicator__position", "indicator__code"],
            "constraints": [
                models.UniqueConstraint(fields=("finalisation", "indicator"), name="simpul_sheet_task_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="VerdictRow",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "result_set",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="verdicts",
                    to="simpul.resultset",
                ),
            ),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="verdicts",
                    to="simpul.indicator",
                ),
            ),
            ("method", models.CharField(max_length=40)),
            ("method_version", models.CharField(max_length=20)),
            ("official", models.BooleanField(default=False)),
            ("status", models.CharField(blank=True, max_length=40)),
            ("colour", models.CharField(blank=True, max_length=20)),
            ("reason", models.CharField(blank=True, max_length=60)),
            ("outputs", models.JSONField(default=dict)),
            (
                "inputs",
                models.JSONField(db_comment="baseline, target and the observations used", default=dict),
            ),
        ],
        options={
            "db_table": "simpul_verdict",
            "constraints": [
                models.UniqueConstraint(
                    fields=("result_set", "indicator", "method"), name="simpul_verdict_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="DueFigure",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "task",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="due_figures", to="simpul.task"
                ),
            ),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.indicator"
                ),
            ),
            ("area", models.CharField(max_length=3)),
            (
                "period",
                models.CharField(
                    blank=True, db_comment="reference period due; empty = none is", max_length=10
                ),
            ),
            ("disaggregation", models.CharField(default="_T", max_length=120)),
            (
                "share",
                models.CharField(
                    db_comment="custodian enters the value, confirm only confirms", max_length=20
                ),
            ),
            ("due", models.BooleanField()),
            ("next_release", models.DateField(null=True)),
            ("position", models.PositiveIntegerField(default=0)),
        ],
        options={
            "db_table": "simpul_due_figure",
            "ordering": ["position"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("task", "indicator", "area", "period", "disaggregation"),
                    name="simpul_due_figure_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Extension",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "task",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="simpul.task"
                ),
            ),
            ("due_before", models.DateField()),
            ("due_after", models.DateField()),
            ("reason", models.TextField()),
            (
                "granted_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("granted_at", models.DateTimeField()),
            (
                "withdrawn_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("withdrawn_at", models.DateTimeField(null=True)),
            ("withdraw_reason", models.TextField(blank=True)),
        ],
        options={
            "db_table": "simpul_extension",
        },
    ),
    migrations.CreateModel(
        name="ExtensionRequest",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "task",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="extension_requests",
                    to="simpul.task",
                ),
            ),
            ("due_asked", models.DateField()),
            ("reason", models.TextField()),
            (
                "asked_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("asked_at", models.DateTimeField()),
            (
                "answer",
                models.CharField(
                    blank=True, db_comment="granted or declined; empty while it waits", max_length=20
                ),
            ),
            ("answer_reason", models.TextField(blank=True)),
            (
                "answered_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("answered_at", models.DateTimeField(null=True)),
        ],
        options={
            "db_table": "simpul_extension_request",
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("answer", "")), fields=("task",), name="simpul_extension_asked_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Paper",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "round",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="simpul.round"
                ),
            ),
            ("kind", models.CharField(max_length=40)),
            ("language", models.CharField(max_length=5)),
            ("format", models.CharField(max_length=10)),
            (
                "file",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.storedfile"
                ),
            ),
            ("basis_hash", models.CharField(max_length=64)),
            ("as_known_at", models.DateTimeField()),
            (
                "result_set",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="simpul.resultset"
                ),
            ),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("made_at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_paper",
            "ordering": ["-id"],
        },
    ),
    migrations.CreateModel(
        name="Delivery",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "round",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="simpul.round"
                ),
            ),
            ("number", models.PositiveIntegerField()),
            ("profile", models.CharField(max_length=80)),
            ("profile_digest", models.CharField(max_length=64)),
            ("state", models.CharField(db_comment="made, cleared or handed_over", max_length=20)),
            ("manifest", models.JSONField(default=dict)),
            ("as_known_at", models.DateTimeField()),
            (
                "result_set",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="deliveries",
                    to="simpul.resultset",
                ),
            ),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("made_at", models.DateTimeField()),
            ("cleared_by_name", models.CharField(blank=True, max_length=200)),
            ("cleared_role", models.CharField(blank=True, max_length=30)),
            ("cleared_at", models.DateTimeField(null=True)),
            ("handed_over_on", models.DateField(null=True)),
            ("channel", models.CharField(blank=True, max_length=200)),
            ("receipt", models.CharField(blank=True, max_length=200)),
            (
                "handed_over_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "db_table": "simpul_delivery",
            "ordering": ["-id"],
            "constraints": [
                models.UniqueConstraint(fields=("round", "profile", "number"), name="simpul_delivery_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="Entry",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "task",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="simpul.task"
                ),
            ),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.indicator"
                ),
            ),
            ("area", models.CharField(max_length=3)),
            ("period", models.CharField(max_length=10)),
            ("disaggregation", models.CharField(default="_T", max_length=120)),
            (
                "answer",
                models.CharField(
                    blank=True, db_comment="value, unavailable, nothing_new, confirmed", max_length=20
                ),
            ),
            ("text", models.CharField(blank=True, db_comment="as typed", max_length=60)),
            ("is_number", models.BooleanField(db_comment="typed as a number in a workbook", default=False)),
            ("value", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
            ("status", models.CharField(blank=True, max_length=4)),
            ("nature", models.CharField(blank=True, max_length=20)),
            ("comment", models.TextField(blank=True)),
            ("reason", models.TextField(blank=True, db_comment="why it is not available")),
            ("revision_reason", models.TextField(blank=True)),
            ("unit", models.CharField(blank=True, max_length=120)),
            (
                "source_file",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.storedfile",
                ),
            ),
            ("source_cell", models.CharField(blank=True, max_length=60)),
            ("version", models.PositiveIntegerField(default=1)),
            (
                "saved_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("saved_at", models.DateTimeField()),
            (
                "evidence",
                models.ManyToManyField(
                    db_table="simpul_entry_evidence", related_name="+", to="simpul.storedfile"
                ),
            ),
        ],
        options={
            "db_table": "simpul_entry",
            "constraints": [
                models.UniqueConstraint(
                    fields=("task", "indicator", "area", "period", "disaggregation"), name="simpul_entry_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Narrative",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "task",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="narratives", to="simpul.task"
                ),
            ),
            ("field", models.CharField(max_length=40)),
            ("text", models.TextField(blank=True)),
            ("text_en", models.TextField(blank=True, db_comment="the office's own English, where given")),
            ("version", models.PositiveIntegerField(default=1)),
            (
                "saved_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("saved_at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_narrative",
            "constraints": [models.UniqueConstraint(fields=("task", "field"), name="simpul_narrative_once")],
        },
    ),
    migrations.CreateModel(
        name="Override",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "task",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="simpul.task"
                ),
            ),
            ("rule", models.CharField(max_length=60)),
            ("figure", models.CharField(db_comment="indicator|area|period|disaggregation", max_length=250)),
            (
                "value_text",
                models.CharField(blank=True, db_comment="the value it was given for", max_length=60),
            ),
            ("reason", models.TextField()),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_override",
            "constraints": [
                models.UniqueConstraint(fields=("task", "rule", "figure"), name="simpul_override_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="ImportBatch",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "task",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="simpul.task"
                ),
            ),
            (
                "file",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.storedfile"
                ),
            ),
            ("kind", models.CharField(db_comment="workbook or csv", max_length=20)),
            (
                "state",
                models.CharField(
                    db_comment="checked, imported, refused, unchanged or dropped", max_length=20
                ),
            ),
            (
                "problem",
                models.JSONField(
                    db_comment="why the file as a whole was refused: code, place, params", null=True
                ),
            ),
            ("rows", models.JSONField(default=list)),
            ("narratives", models.JSONField(default=dict)),
            ("findings", models.JSONField(default=list)),
            ("received", models.PositiveIntegerField(default=0)),
            ("stored", models.PositiveIntegerField(default=0)),
            ("unchanged", models.PositiveIntegerField(default=0)),
            ("refused", models.PositiveIntegerField(default=0)),
            ("task_version", models.PositiveIntegerField(default=0)),
            (
                "uploaded_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("uploaded_at", models.DateTimeField()),
            ("imported_at", models.DateTimeField(null=True)),
        ],
        options={
            "db_table": "simpul_import",
            "ordering": ["-id"],
        },
    ),
    migrations.CreateModel(
        name="Submission",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "task",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="simpul.task"
                ),
            ),
            ("number", models.PositiveIntegerField()),
            ("content_hash", models.CharField(max_length=64)),
            (
                "outcome",
                models.CharField(db_comment="check, returned, recalled, accepted or reopened", max_length=20),
            ),
            ("chain", models.JSONField(default=list)),
            ("narratives", models.JSONField(default=dict)),
            ("findings", models.JSONField(db_comment="findings with their written reasons", default=list)),
            ("passed", models.JSONField(db_comment="rule and version -> figures that passed", default=dict)),
            (
                "holder",
                models.JSONField(
                    db_comment="designation, name, post and office of the submitter", default=dict
                ),
            ),
            ("channel", models.CharField(db_comment="desk, workbook or both", max_length=20)),
            (
                "submitted_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("submitted_at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_submission",
            "ordering": ["task", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("task", "number"), name="simpul_submission_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="RequestItem",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="items", to="simpul.request"
                ),
            ),
            ("number", models.CharField(db_comment="as the sender writes it", max_length=60)),
            ("position", models.PositiveIntegerField()),
            ("text_id", models.TextField(blank=True)),
            ("text_en", models.TextField(blank=True)),
            (
                "anchor",
                models.CharField(
                    blank=True,
                    db_comment="where in the sender's form the answer goes; opaque here",
                    max_length=300,
                ),
            ),
            ("words", models.TextField(blank=True, db_comment="derived: the words by which it is compared")),
            (
                "body",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="request_items",
                    to="simpul.body",
                ),
            ),
            ("state", models.CharField(default="new", max_length=20)),
            ("due", models.DateField(null=True)),
            ("due_original", models.DateField(null=True)),
            ("added_at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_request_item",
            "ordering": ["position"],
            "constraints": [
                models.UniqueConstraint(fields=("request", "number"), name="simpul_request_item_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="RequestDelivery",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="deliveries",
                    to="simpul.request",
                ),
            ),
            ("number", models.PositiveIntegerField(db_comment="1, 2, 3 ... each time it was put forward")),
            (
                "version",
                models.PositiveIntegerField(
                    db_comment="the sender's 1, 2, 3 ...; null until it is sent", null=True
                ),
            ),
            (
                "state",
                models.CharField(db_comment="clearance, returned, cleared or delivered", max_length=20),
            ),
            ("content_hash", models.CharField(max_length=64)),
            ("chain", models.JSONField(default=list)),
            ("note", models.TextField(blank=True)),
            (
                "put_forward_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("put_forward_at", models.DateTimeField()),
            ("sent_on", models.DateField(null=True)),
            ("channel", models.CharField(blank=True, max_length=200)),
            ("receipt", models.CharField(blank=True, max_length=300)),
            (
                "sent_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("sent_by_name", models.CharField(blank=True, max_length=200)),
            ("sent_at", models.DateTimeField(null=True)),
        ],
        options={
            "db_table": "simpul_request_delivery",
            "ordering": ["-number"],
            "constraints": [
                models.UniqueConstraint(fields=("request", "number"), name="simpul_request_delivery_once"),
                models.UniqueConstraint(fields=("request", "version"), name="simpul_request_version_once"),
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ["clearance", "cleared"])),
                    fields=("request",),
                    name="simpul_request_delivery_one_open",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SheetStep",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "task",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="simpul.sheettask"
                ),
            ),
            ("verb", models.CharField(max_length=20)),
            ("state", models.CharField(db_comment="after the step", max_length=20)),
            (
                "version",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.sheetversion",
                ),
            ),
            ("remark", models.TextField(blank=True)),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("by_name", models.CharField(max_length=200)),
            ("office", models.CharField(blank=True, max_length=60)),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_sheet_step",
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="SheetComment",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "task",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="comments",
                    to="simpul.sheettask",
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.sheetversion",
                ),
            ),
            ("field", models.CharField(blank=True, db_comment="empty = of the whole sheet", max_length=40)),
            ("text", models.TextField()),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("by_name", models.CharField(max_length=200)),
            ("office", models.CharField(blank=True, max_length=60)),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("at", models.DateTimeField()),
            ("answer", models.TextField(blank=True)),
            ("answered_by_name", models.CharField(blank=True, max_length=200)),
            ("answered_at", models.DateTimeField(null=True)),
        ],
        options={
            "db_table": "simpul_sheet_comment",
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="DeliveryFile",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "delivery",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="files", to="simpul.delivery"
                ),
            ),
            (
                "file",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.storedfile"
                ),
            ),
            ("part", models.CharField(db_comment="workbook, sdmx_csv or manifest", max_length=40)),
        ],
        options={
            "db_table": "simpul_delivery_file",
        },
    ),
    migrations.CreateModel(
        name="SubmittedFigure",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "submission",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="figures",
                    to="simpul.submission",
                ),
            ),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.indicator"
                ),
            ),
            ("area", models.CharField(max_length=3)),
            ("period", models.CharField(max_length=10)),
            ("disaggregation", models.CharField(default="_T", max_length=120)),
            ("answer", models.CharField(max_length=20)),
            ("text", models.CharField(blank=True, max_length=60)),
            ("value", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
            (
                "unit",
                models.CharField(blank=True, db_comment="the unit the number was entered in", max_length=120),
            ),
            ("status", models.CharField(blank=True, max_length=4)),
            ("nature", models.CharField(blank=True, max_length=20)),
            ("comment", models.TextField(blank=True)),
            ("reason", models.TextField(blank=True)),
            ("revision_reason", models.TextField(blank=True)),
            ("evidence", models.JSONField(db_comment="name and sha256 of each evidence file", default=list)),
            (
                "source_file",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.storedfile",
                ),
            ),
            ("source_cell", models.CharField(blank=True, max_length=60)),
            ("saved_by_name", models.CharField(blank=True, max_length=200)),
            ("position", models.PositiveIntegerField(default=0)),
            (
                "files",
                models.ManyToManyField(
                    db_table="simpul_submitted_evidence", related_name="+", to="simpul.storedfile"
                ),
            ),
        ],
        options={
            "db_table": "simpul_submitted_figure",
            "ordering": ["position"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("submission", "indicator", "area", "period", "disaggregation"),
                    name="simpul_submitted_figure_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Clearance",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "submission",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="clearances",
                    to="simpul.submission",
                ),
            ),
            ("step", models.PositiveSmallIntegerField()),
            ("role", models.CharField(max_length=30)),
            ("verdict", models.CharField(max_length=20)),
            ("content_hash", models.CharField(max_length=64)),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("by_name", models.CharField(max_length=200)),
            ("holder", models.JSONField(default=dict)),
            ("letter_number", models.CharField(blank=True, max_length=120)),
            ("letter_date", models.DateField(null=True)),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            (
                "stood_for",
                models.ForeignKey(
                    db_comment="whose step was taken for him",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.person",
                ),
            ),
            ("waiver", models.TextField(blank=True, db_comment="why the maker was also the checker")),
            ("remark", models.TextField(blank=True)),
            ("at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_clearance",
            "ordering": ["id"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("verdict", "cleared")),
                    fields=("submission", "step"),
                    name="simpul_clearance_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Remark",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "task",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="simpul.task"
                ),
            ),
            (
                "submission",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="remarks",
                    to="simpul.submission",
                ),
            ),
            ("figure", models.CharField(blank=True, max_length=250)),
            ("field", models.CharField(blank=True, max_length=40)),
            ("text", models.TextField()),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("by_name", models.CharField(max_length=200)),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            ("at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_remark",
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="ItemOffice",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "item",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="offices",
                    to="simpul.requestitem",
                ),
            ),
            (
                "organisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="request_items",
                    to="simpul.organisation",
                ),
            ),
            ("lead", models.BooleanField(default=False)),
            ("state", models.CharField(default="asked", max_length=20)),
            ("asked_at", models.DateTimeField(null=True)),
            ("return_reason", models.TextField(blank=True)),
        ],
        options={
            "db_table": "simpul_item_office",
            "ordering": ["-lead", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("item", "organisation"), name="simpul_item_office_once"),
                models.UniqueConstraint(
                    condition=models.Q(("lead", True)), fields=("item",), name="simpul_item_office_one_lead"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RequestFile",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "delivery",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="files",
                    to="simpul.requestdelivery",
                ),
            ),
            (
                "file",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="simpul.storedfile"
                ),
            ),
            ("part", models.CharField(db_comment="form, letter or annex", max_length=40)),
            ("bound", models.BooleanField(db_comment="the approval binds it")),
        ],
        options={
            "db_table": "simpul_request_file",
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="RequestClearance",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "delivery",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="clearances",
                    to="simpul.requestdelivery",
                ),
            ),
            ("step", models.PositiveSmallIntegerField()),
            ("role", models.CharField(max_length=30)),
            ("verdict", models.CharField(max_length=20)),
            ("content_hash", models.CharField(max_length=64)),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("by_name", models.CharField(max_length=200)),
            ("holder", models.JSONField(default=dict)),
            ("remark", models.TextField(blank=True)),
            ("at", models.DateTimeField()),
        ],
        options={
            "db_table": "simpul_request_clearance",
            "ordering": ["id"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("verdict", "cleared")),
                    fields=("delivery", "step"),
                    name="simpul_request_clearance_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Observation",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "indicator",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="observations",
                    to="simpul.indicator",
                ),
            ),
            ("area", models.CharField(max_length=3)),
            ("period", models.CharField(max_length=10)),
            ("disaggregation", models.CharField(default="_T", max_length=120)),
            (
                "text",
                models.CharField(
                    db_comment="as reported; the number beside it has about 15 digits", max_length=60
                ),
            ),
            ("value", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
            ("status", models.CharField(default="A", max_length=4)),
            ("nature", models.CharField(blank=True, max_length=20)),
            ("unit", models.CharField(blank=True, max_length=120)),
            ("definition_version", models.PositiveIntegerField(default=1)),
            ("comment", models.TextField(blank=True)),
            ("source", models.TextField(blank=True)),
            (
                "series_break",
                models.BooleanField(db_comment="not comparable with the period before", default=False),
            ),
            ("published_on", models.DateField(null=True)),
            ("recorded_at", models.DateTimeField()),
            ("vintage", models.PositiveIntegerField(default=1)),
            (
                "revises",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="revision",
                    to="simpul.observation",
                ),
            ),
            ("revision_reason", models.TextField(blank=True)),
            (
                "figure",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="observation",
                    to="simpul.submittedfigure",
                ),
            ),
            (
                "content",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="observations",
                    to="simpul.contententry",
                ),
            ),
        ],
        options={
            "db_table": "simpul_observation",
            "ordering": ["indicator", "area", "period", "vintage"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("indicator", "area", "period", "disaggregation", "vintage"),
                    name="simpul_observation_vintage",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("content__isnull", True), ("figure__isnull", False)),
                        models.Q(("content__isnull", False), ("figure__isnull", True)),
                        _connector="OR",
                    ),
                    name="simpul_observation_one_origin",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("revises__isnull", True), ("vintage", 1)),
                        models.Q(
                            ("revises__isnull", False),
                            ("vintage__gt", 1),
                            models.Q(("revision_reason", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="simpul_observation_revision_reason",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ItemAnswer",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "item",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="answers",
                    to="simpul.requestitem",
                ),
            ),
            (
                "organisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="request_answers",
                    to="simpul.organisation",
                ),
            ),
            ("number", models.PositiveIntegerField()),
            ("kind", models.CharField(db_comment="answer or unavailable", default="answer", max_length=20)),
            ("text_id", models.TextField(blank=True)),
            ("text_en", models.TextField(blank=True)),
            (
                "figures",
                models.JSONField(
                    db_comment="observations referred to, with their text that day", default=list
                ),
            ),
            (
                "origin",
                models.ForeignKey(
                    db_comment="the earlier answer it was offered from",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.deliveredanswer",
                ),
            ),
            (
                "taken_by",
                models.ForeignKey(
                    db_comment="who took the offer",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "saved_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("saved_at", models.DateTimeField()),
            ("on_behalf_of", models.CharField(blank=True, max_length=300)),
            (
                "handed_in_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("handed_in_at", models.DateTimeField(null=True)),
            (
                "holder",
                models.JSONField(db_comment="role and office under which it was handed in", default=dict),
            ),
        ],
        options={
            "db_table": "simpul_item_answer",
            "ordering": ["-number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("item", "organisation", "number"), name="simpul_item_answer_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="ConsolidatedAnswer",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "item",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="consolidated",
                    to="simpul.requestitem",
                ),
            ),
            ("number", models.PositiveIntegerField()),
            ("kind", models.CharField(db_comment="answer or unavailable", default="answer", max_length=20)),
            ("text_id", models.TextField(blank=True)),
            ("text_en", models.TextField(blank=True)),
            ("figures", models.JSONField(default=list)),
            (
                "origin",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="simpul.deliveredanswer",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("at", models.DateTimeField()),
            (
                "used",
                models.ManyToManyField(
                    db_table="simpul_consolidated_used", related_name="used_in", to="simpul.itemanswer"
                ),
            ),
        ],
        options={
            "db_table": "simpul_consolidated_answer",
            "ordering": ["-number"],
            "constraints": [
                models.UniqueConstraint(fields=("item", "number"), name="simpul_consolidated_answer_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="DeliveredAnswer",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "delivery",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="answers",
                    to="simpul.requestdelivery",
                ),
            ),
            (
                "item",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="delivered",
                    to="simpul.requestitem",
                ),
            ),
            (
                "consolidated",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="delivered",
                    to="simpul.consolidatedanswer",
                ),
            ),
            ("number", models.CharField(max_length=60)),
            ("position", models.PositiveIntegerField()),
            ("anchor", models.CharField(blank=True, max_length=300)),
            ("question_id", models.TextField(blank=True)),
            ("question_en", models.TextField(blank=True)),
            ("kind", models.CharField(max_length=20)),
            ("text_id", models.TextField(blank=True)),
            ("text_en", models.TextField(blank=True)),
            ("figures", models.JSONField(default=list)),
        ],
        options={
            "db_table": "simpul_delivered_answer",
            "ordering": ["position"],
            "constraints": [
                models.UniqueConstraint(fields=("delivery", "item"), name="simpul_delivered_answer_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="Clarification",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "delivery",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="clarifications",
                    to="simpul.requestdelivery",
                ),
            ),
            (
                "item",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="clarifications",
                    to="simpul.requestitem",
                ),
            ),
            ("number", models.PositiveIntegerField(db_comment="1, 2, 3 ... within the request")),
            (
                "cell",
                models.CharField(
                    blank=True, db_comment="the cell or place, as the sender names it", max_length=120
                ),
            ),
            ("text", models.TextField()),
            (
                "asked_by",
                models.CharField(blank=True, db_comment="who asked, at the sender's", max_length=200),
            ),
            ("asked_on", models.DateField()),
            ("channel", models.CharField(blank=True, max_length=120)),
            ("due", models.DateField(null=True)),
            (
                "state",
                models.CharField(
                    db_comment="open, routed, answered or delivered", default="open", max_length=20
                ),
            ),
            (
                "logged_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("logged_at", models.DateTimeField()),
            (
                "routed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("routed_at", models.DateTimeField(null=True)),
            (
                "answer",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="clarifications",
                    to="simpul.consolidatedanswer",
                ),
            ),
            (
                "delivered_in",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="clarified",
                    to="simpul.requestdelivery",
                ),
            ),
            (
                "routed_to",
                models.ManyToManyField(
                    db_table="simpul_clarification_office", related_name="+", to="simpul.organisation"
                ),
            ),
        ],
        options={
            "db_table": "simpul_clarification",
            "ordering": ["number"],
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [CreateTables(TABLES), migrations.RunPython(forwards, backwards)]
