"""Keys at which transactions queue, for what many rows decide together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("site_kit", "0002_clock")]

    operations = [
        migrations.CreateModel(
            name="LockKey",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
            ],
            options={"db_table": "kit_lock"},
        ),
    ]
