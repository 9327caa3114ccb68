"""A name that a table put another in place of is a former name too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0009_retention'),
    ]

    operations = [
        migrations.AlterField(
            model_name='formername',
            name='reason',
            field=models.CharField(choices=[('marriage', 'สมรส'), ('divorce', 'หย่า'), ('own_wish', 'เปลี่ยนชื่อหรือชื่อสกุล'), ('rank', 'ได้รับยศหรือฐานันดร'), ('merged', 'พบในระเบียนที่ซ้ำ'), ('imported', 'เปลี่ยนตามแฟ้มทะเบียน')], max_length=10, verbose_name='เหตุที่เปลี่ยน'),
        ),
    ]
