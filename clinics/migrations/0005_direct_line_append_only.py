from clinic_project.append_only import protect
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinics", "0004_direct_line")]
    operations = [protect("clinics_conversationmessage")]
