from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0010_action_about_events_and_cases"),
    ]

    operations = [
        migrations.AddField(
            model_name="watch",
            name="before",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="What `since` was before they said last that they have seen it; that can be taken back.",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="watch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("before__isnull", True), ("before__lt", models.F("since")), _connector="OR"
                ),
                name="watch_seen_moves_forward",
                violation_error_message="What was seen is seen up to a later moment than before.",
            ),
        ),
    ]
