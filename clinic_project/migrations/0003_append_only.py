from clinic_project.append_only import protect
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic_project", "0002_initial")]
    operations = [protect("clinic_project_event")]
