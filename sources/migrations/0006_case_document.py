import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Of rows from before: the day the document came, and who brought it into the case as far as that is known.
# Last, as no table is altered while a foreign key that was just written waits to be checked.
REMEMBERED = """
    UPDATE sources_casedocument held SET
        joined_at = document.retrieved_at,
        by_id = (
            SELECT job.created_by_id FROM sources_importitem item JOIN sources_importjob job ON job.id = item.job_id
            WHERE item.document_id = held.document_id AND job.case_id = held.case_id ORDER BY job.id LIMIT 1
        )
    FROM sources_document document WHERE document.id = held.document_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0005_document_moved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            # The table that Django made for the relation goes on under a name of its own.
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE sources_document_cases RENAME TO sources_casedocument",
                    "ALTER TABLE sources_casedocument RENAME TO sources_document_cases",
                ),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="CaseDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, to="sources.case"
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, to="sources.document"
                            ),
                        ),
                    ],
                    options={"ordering": ["-pk"], "unique_together": {("document", "case")}},
                ),
                migrations.AlterField(
                    model_name="document",
                    name="cases",
                    field=models.ManyToManyField(
                        blank=True,
                        related_name="documents",
                        through="sources.CaseDocument",
                        to="sources.case",
                    ),
                ),
            ],
        ),
        migrations.AlterUniqueTogether(name="casedocument", unique_together=set()),
        migrations.AddConstraint(
            model_name="casedocument",
            constraint=models.UniqueConstraint(
                fields=("document", "case"),
                name="case_document_once",
                violation_error_message="The document is in this case already.",
            ),
        ),
        migrations.AddField(
            model_name="casedocument",
            name="joined_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="casedocument",
            name="by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Empty where the system did.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="casedocument",
            index=models.Index(fields=["case", "-joined_at"], name="case_document_new"),
        ),
        migrations.RunSQL(REMEMBERED, migrations.RunSQL.noop),
    ]
