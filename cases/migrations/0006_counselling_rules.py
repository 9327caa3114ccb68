"""Rules of counselling with the day they begin, and those the programme starts with."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import migrations, models


DEFAULTS = [
    ("card_rate", "18", date(2018, 1, 1), "เพดานดอกเบี้ยบัตรเครดิต ปี 2561 (ค่าตั้งต้น)"),
    ("card_rate", "16", date(2020, 8, 1), "เพดานดอกเบี้ยบัตรเครดิต ตั้งแต่ปี 2563 (ค่าตั้งต้น)"),
    ("personal_rate", "28", date(2018, 1, 1), "เพดานดอกเบี้ยสินเชื่อบุคคล ปี 2561 (ค่าตั้งต้น)"),
    ("personal_rate", "25", date(2020, 8, 1), "เพดานดอกเบี้ยสินเชื่อบุคคล ตั้งแต่ปี 2563 (ค่าตั้งต้น)"),
    ("card_minimum", "10", date(2018, 1, 1), "ยอดจ่ายขั้นต่ำบัตรเครดิต ปี 2561 (ค่าตั้งต้น)"),
    ("card_minimum", "8", date(2024, 1, 1), "ยอดจ่ายขั้นต่ำบัตรเครดิต ตั้งแต่ปี 2567 (ค่าตั้งต้น)"),
    ("default_interest", "7.5", date(2018, 1, 1), "ประมวลกฎหมายแพ่งและพาณิชย์ มาตรา 224"),
    ("default_interest", "5", date(2021, 4, 11), "ประมวลกฎหมายแพ่งและพาณิชย์ มาตรา 224 แก้ไขเพิ่มเติม คิดจากเงินต้นที่ค้างเท่านั้น"),
    ("emergency_term", "12", date(2018, 1, 1), "ระเบียบเงินกู้ฉุกเฉิน (ค่าตั้งต้น)"),
    ("ordinary_term", "240", date(2018, 1, 1), "ระเบียบเงินกู้สามัญ (ค่าตั้งต้น)"),
    ("special_term", "360", date(2018, 1, 1), "ระเบียบเงินกู้พิเศษ (ค่าตั้งต้น)"),
]


def fill(apps: Any, _editor: Any) -> None:
    """Write what was in force in 2561 and what followed; central sets them on their page from then on."""
    rule = apps.get_model("cases", "CounsellingRule")
    rule.objects.bulk_create(
        rule(code=code, value=Decimal(value), starts_on=day, source=source) for code, value, day, source in DEFAULTS
    )


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_shared_phrases'),
    ]

    operations = [
        migrations.CreateModel(
            name='CounsellingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('card_rate', 'ดอกเบี้ยบัตรเครดิตสูงสุด'), ('personal_rate', 'ดอกเบี้ยสินเชื่อบุคคลสูงสุด'), ('card_minimum', 'ยอดจ่ายขั้นต่ำบัตรเครดิต'), ('default_interest', 'ดอกเบี้ยผิดนัด'), ('emergency_term', 'จำนวนงวดสูงสุด เงินกู้ฉุกเฉิน'), ('ordinary_term', 'จำนวนงวดสูงสุด เงินกู้สามัญ'), ('special_term', 'จำนวนงวดสูงสุด เงินกู้พิเศษ')], max_length=20, verbose_name='เกณฑ์')),
                ('value', models.DecimalField(decimal_places=3, max_digits=8, verbose_name='ค่า')),
                ('starts_on', models.DateField(verbose_name='ใช้ตั้งแต่วันที่')),
                ('source', models.CharField(max_length=200, verbose_name='ที่มา')),
            ],
            options={
                'verbose_name': 'เกณฑ์ให้คำปรึกษา',
                'verbose_name_plural': 'เกณฑ์ให้คำปรึกษา',
                'ordering': ['code', '-starts_on'],
                'constraints': [models.UniqueConstraint(fields=('code', 'starts_on'), name='rule_once_a_day', violation_error_message='มีเกณฑ์นี้ของวันนั้นอยู่แล้ว แก้รายการเดิม'), models.CheckConstraint(condition=models.Q(('value__gte', 0), ('value__lte', 999)), name='rule_value_sane', violation_error_message='ค่าต้องอยู่ระหว่าง 0 ถึง 999'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='rule_has_source', violation_error_message='กรอกที่มาของเกณฑ์')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
