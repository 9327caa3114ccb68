import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clinic_project', '0005_draft'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SeenHint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='คำแนะนำ')),
                ('times', models.PositiveSmallIntegerField(default=1, verbose_name='แสดงไปแล้ว (ครั้ง)')),
                ('is_dismissed', models.BooleanField(default=False, verbose_name='ปิดแล้ว')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'คำแนะนำที่เห็นแล้ว',
                'verbose_name_plural': 'คำแนะนำที่เห็นแล้ว',
                'constraints': [models.UniqueConstraint(fields=('user', 'code'), name='hint_once')],
            },
        ),
    ]
