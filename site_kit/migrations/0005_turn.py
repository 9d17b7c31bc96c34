"""Whose turn it is in rounds of decisions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "__first__"),
        ("site_kit", "0004_counter"),
    ]

    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(max_length=63)),
                ("record", models.BigIntegerField()),
                ("step", models.CharField(max_length=63)),
                ("place", models.PositiveSmallIntegerField()),
                ("since", models.DateTimeField(null=True)),
                ("passed_to", models.CharField(blank=True, default="", max_length=63)),
                ("alone", models.BooleanField(default=True)),
                ("at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="directory.person",
                    ),
                ),
            ],
            options={
                "db_table": "kit_turn",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entity", "record", "step"), name="kit_turn_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("alone", True)),
                        fields=("entity", "record", "by"),
                        name="kit_turn_alone",
                    ),
                ],
            },
        ),
    ]
