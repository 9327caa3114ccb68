"""A service day becomes a guarded record with hours, place and who planned or cancelled it; plans and outreach."""

import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from django.utils import timezone


def explain_cancelled(apps, schema_editor):
    """Days cancelled before a reason was asked for say so."""
    days = apps.get_model("clinics", "ServiceDay").objects.filter(status="cancelled")
    days.update(cancelled_at=timezone.now(), cancel_reason="ยกเลิกก่อนที่ระบบจะเก็บเหตุผล")


class Migration(migrations.Migration):
    dependencies = [
        ("clinics", "0005_direct_line_append_only"),
    ]

    operations = [
        migrations.RenameField(
            model_name="serviceday",
            old_name="state",
            new_name="status",
        ),
        migrations.AddField(
            model_name="serviceday",
            name="cancel_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="เหตุที่ยกเลิก"),
        ),
        migrations.AddField(
            model_name="serviceday",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ยกเลิกเมื่อ"),
        ),
        migrations.AddField(
            model_name="serviceday",
            name="cancelled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ผู้ยกเลิก",
            ),
        ),
        migrations.AddField(
            model_name="serviceday",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, verbose_name="แก้ไขล่าสุด"),
        ),
        migrations.AddField(
            model_name="serviceday",
            name="ends_at",
            field=models.TimeField(default=datetime.time(16, 30), verbose_name="ถึงเวลา"),
        ),
        migrations.AddField(
            model_name="serviceday",
            name="note",
            field=models.CharField(blank=True, max_length=300, verbose_name="ข้อความถึงผู้มารับบริการ"),
        ),
        migrations.AddField(
            model_name="serviceday",
            name="place",
            field=models.CharField(blank=True, max_length=200, verbose_name="สถานที่"),
        ),
        migrations.AddField(
            model_name="serviceday",
            name="planned_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="วางแผนเมื่อ"),
        ),
        migrations.AddField(
            model_name="serviceday",
            name="planned_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ผู้วางแผน",
            ),
        ),
        migrations.AddField(
            model_name="serviceday",
            name="starts_at",
            field=models.TimeField(default=datetime.time(8, 30), verbose_name="เปิดเวลา"),
        ),
        migrations.CreateModel(
            name="OutreachPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "วางแผน"), ("held", "ให้บริการแล้ว"), ("cancelled", "ยกเลิก")],
                        default="planned",
                        max_length=12,
                        verbose_name="สถานะ",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("ends_on", models.DateField(verbose_name="ถึงวันที่")),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("training", "การอบรม"),
                            ("seminar", "การสัมมนา"),
                            ("field", "การติดตามงานในพื้นที่"),
                            ("other", "อื่น ๆ"),
                        ],
                        max_length=10,
                        verbose_name="โอกาส",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="ชื่องาน")),
                ("place", models.CharField(max_length=200, verbose_name="สถานที่")),
                ("expected", models.PositiveIntegerField(verbose_name="คาดว่ามีผู้รับบริการ (คน)")),
                ("services", models.JSONField(default=list, verbose_name="บริการที่นำไป")),
                ("note", models.TextField(blank=True, verbose_name="สิ่งที่ต้องเตรียม")),
                ("planned_at", models.DateTimeField(verbose_name="วางแผนเมื่อ")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="ยกเลิกเมื่อ")),
                ("cancel_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุที่ยกเลิก")),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้ยกเลิก",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outreach",
                        to="clinics.clinic",
                        verbose_name="คลินิก",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้วางแผน",
                    ),
                ),
                (
                    "team",
                    models.ManyToManyField(
                        related_name="outreach", to=settings.AUTH_USER_MODEL, verbose_name="ผู้ไปให้บริการ"
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outreach",
                        to="clinics.programmeyear",
                        verbose_name="ปีโครงการ",
                    ),
                ),
            ],
            options={
                "verbose_name": "แผนออกให้บริการ",
                "verbose_name_plural": "แผนออกให้บริการ",
                "ordering": ["starts_on", "id"],
                "indexes": [models.Index(fields=["clinic", "starts_on"], name="outreach_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                        name="outreach_days_in_order",
                        violation_error_message="วันสุดท้ายต้องไม่ก่อนวันแรก",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expected__gte", 1), ("expected__lte", 5000)),
                        name="outreach_expects_somebody",
                        violation_error_message="จำนวนผู้รับบริการที่คาดต้องเป็น 1 ถึง 5,000 คน",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("cancelled_by__isnull", False),
                                ("status", "cancelled"),
                                models.Q(("cancel_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "cancelled"), _negated=True),
                                ("cancel_reason", ""),
                                ("cancelled_at__isnull", True),
                                ("cancelled_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="outreach_cancelled_with_reason",
                        violation_error_message="งานที่ยกเลิกต้องมีเหตุผล ผู้ยกเลิก และเวลาที่ยกเลิก งานที่ไม่ได้ยกเลิกต้องไม่มี",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServicePlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=200, verbose_name="แผน")),
                ("starts_on", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("until", models.DateField(verbose_name="ถึงวันที่")),
                ("planned_at", models.DateTimeField(verbose_name="วางแผนเมื่อ")),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_plans",
                        to="clinics.clinic",
                        verbose_name="คลินิก",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้วางแผน",
                    ),
                ),
            ],
            options={
                "verbose_name": "แผนวันให้บริการประจำ",
                "verbose_name_plural": "แผนวันให้บริการประจำ",
                "ordering": ["-starts_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("until"))),
                        name="service_plan_in_order",
                        violation_error_message="วันสิ้นสุดของแผนต้องไม่ก่อนวันเริ่ม",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="serviceday",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="days",
                to="clinics.serviceplan",
                verbose_name="แผนประจำ",
            ),
        ),
        migrations.RunPython(explain_cancelled, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="serviceday",
            index=models.Index(fields=["day", "clinic"], name="service_day_by_day"),
        ),
        migrations.AddConstraint(
            model_name="serviceday",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                name="service_day_hours_in_order",
                violation_error_message="เวลาปิดต้องหลังเวลาเปิด",
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cancelled_at__isnull", False),
                        ("status", "cancelled"),
                        models.Q(("cancel_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "cancelled"), _negated=True),
                        ("cancel_reason", ""),
                        ("cancelled_at__isnull", True),
                        ("cancelled_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="service_day_cancelled_with_reason",
                violation_error_message="วันที่ยกเลิกต้องมีเหตุผลและเวลาที่ยกเลิก วันที่ไม่ได้ยกเลิกต้องไม่มี",
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("planned_at__isnull", True), ("planned_by__isnull", True)),
                    models.Q(("planned_at__isnull", False), ("planned_by__isnull", False)),
                    _connector="OR",
                ),
                name="service_day_planned_pair",
                violation_error_message="ผู้วางแผนและเวลาที่วางแผนต้องมีคู่กัน",
            ),
        ),
        migrations.AlterConstraint(
            model_name="serviceday",
            name="service_day_once",
            constraint=models.UniqueConstraint(
                fields=("clinic", "day"), name="service_day_once", violation_error_message="คลินิกมีวันให้บริการของวันนี้อยู่แล้ว"
            ),
        ),
    ]
