from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_rates_and_lawsuits")]
    operations = [
        migrations.RemoveField(
            model_name="debt",
            name="court",
        ),
        migrations.RemoveField(
            model_name="debt",
            name="court_case_number",
        ),
        migrations.RemoveField(
            model_name="debt",
            name="next_court_date",
        ),
    ]
