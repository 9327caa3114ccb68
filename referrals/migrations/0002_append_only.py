from clinic_project.append_only import protect
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]
    operations = [protect("referrals_message")]
