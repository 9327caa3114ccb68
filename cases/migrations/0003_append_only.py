from clinic_project.append_only import protect
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_initial")]
    operations = [protect("cases_entry", "cases_breakglass")]
