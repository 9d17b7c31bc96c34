"""Counters of references, each a row that is locked while one counts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("site_kit", "0003_lock")]

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("key", models.CharField(max_length=400, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
            options={"db_table": "kit_counter"},
        ),
    ]
