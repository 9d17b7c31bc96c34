"""Values of lists that admins extend."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("site_kit", "0005_turn")]

    operations = [
        migrations.CreateModel(
            name="ListValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(max_length=63)),
                ("field", models.CharField(max_length=63)),
                ("value", models.CharField(max_length=48)),
                ("name", models.CharField(blank=True, default="", max_length=100)),
                ("colour", models.CharField(blank=True, default="", max_length=10)),
                ("retired", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "kit_value",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entity", "field", "value"), name="kit_value_once"
                    )
                ],
            },
        ),
    ]
