"""Runs for a date or a stroke of the clock, once each, and since when the clock is looked at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("site_kit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("automation", models.CharField(max_length=63)),
                ("trigger", models.TextField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "db_table": "kit_watch",
                "constraints": [
                    models.UniqueConstraint(fields=("automation", "trigger"), name="kit_watch_once")
                ],
            },
        ),
        migrations.AddField(model_name="run", name="due", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="run", name="tries", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("due__isnull", False)),
                fields=("automation", "entity", "record", "due"),
                name="kit_run_once",
            ),
        ),
    ]
