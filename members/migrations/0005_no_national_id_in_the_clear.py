from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("members", "0004_seal_national_ids")]
    operations = [migrations.RemoveField(model_name="member", name="national_id")]
