"""A clinic's stage becomes its guarded status."""

from django.db import migrations, models

STATES = [
    ("proposed", "เสนอชื่อ"),
    ("selected", "ได้รับคัดเลือก"),
    ("confirmed", "แจ้งยืนยันแล้ว"),
    ("oriented", "ผ่านการปฐมนิเทศ"),
    ("open", "เปิดให้บริการ"),
    ("closed", "ปิดปี"),
]


class Migration(migrations.Migration):
    dependencies = [("clinics", "0002_constraint_words")]

    operations = [
        migrations.RenameField("clinicyear", "stage", "status"),
        migrations.AlterField(
            "clinicyear",
            "status",
            models.CharField(choices=STATES, default="proposed", max_length=20, verbose_name="ขั้น"),
        ),
    ]
