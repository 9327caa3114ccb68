"""Milestones, the sign-off and the version of a programme year."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from clinic_project.database_rules import refuse


class Migration(migrations.Migration):
    dependencies = [
        ("clinic_project", "0006_seen_hint"),
        ("clinics", "0014_budget_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preparation", "ประชุมเตรียมการ"),
                            ("baseline", "จัดทำข้อมูลเบื้องต้นของพื้นที่"),
                            ("training", "อบรมเจ้าหน้าที่คลินิก"),
                            ("orientation", "ปฐมนิเทศ"),
                            ("confirmation", "แจ้งยืนยันการจัดตั้งคลินิก"),
                            ("service", "ให้บริการ"),
                            ("evaluation", "ประเมินผล"),
                            ("exhibition", "จัดนิทรรศการ"),
                            ("other", "อื่น ๆ"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="ชนิด",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="กิจกรรม")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="ตั้งแต่")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ถึง")),
                (
                    "timing",
                    models.CharField(
                        blank=True,
                        help_text="เช่น วันใดวันหนึ่งในช่วงนี้ หรือ วันประชุมใหญ่สามัญประจำปีครั้งถัดไป",
                        max_length=120,
                        verbose_name="คำอธิบายเวลา",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="ลำดับ")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="ทำแล้วเมื่อ")),
            ],
            options={
                "verbose_name": "ขั้นตอนของปีโครงการ",
                "verbose_name_plural": "ขั้นตอนของปีโครงการ",
                "ordering": ["year", "order", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="ฉบับที่")),
                (
                    "step",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "ผู้เสนอโครงการ"), (2, "ผู้เห็นชอบโครงการ"), (3, "ผู้อนุมัติโครงการ")], verbose_name="ขั้น"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ผู้ลงนาม")),
                ("position", models.CharField(max_length=200, verbose_name="ตำแหน่ง")),
                ("acting", models.CharField(blank=True, max_length=200, verbose_name="ลงนามแทน")),
                ("signed_at", models.DateTimeField(verbose_name="ลงนามเมื่อ")),
                ("sha256", models.CharField(max_length=64, verbose_name="ลายนิ้วมือเอกสารที่ลงนาม")),
                ("facts", models.CharField(max_length=64, verbose_name="ลายนิ้วมือข้อมูลในเอกสาร")),
                ("dropped_at", models.DateTimeField(blank=True, null=True, verbose_name="สิ้นผลเมื่อ")),
                ("drop_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุที่สิ้นผล")),
            ],
            options={
                "verbose_name": "การลงนามโครงการ",
                "verbose_name_plural": "การลงนามโครงการ",
                "ordering": ["year", "-version", "step"],
            },
        ),
        migrations.AlterModelOptions(
            name="yearresolution",
            options={
                "ordering": ["year", "resolved_on", "id"],
                "verbose_name": "มติที่โครงการอ้างถึง",
                "verbose_name_plural": "มติที่โครงการอ้างถึง",
            },
        ),
        migrations.AddField(
            model_name="programmeyear",
            name="paper_version",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="ฉบับที่"),
        ),
        migrations.AddConstraint(
            model_name="yearresolution",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                name="resolution_amount_not_negative",
                violation_error_message="จำนวนเงินต้องไม่ติดลบ",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="done_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ผู้บันทึกว่าทำแล้ว",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="milestones",
                to="clinics.programmeyear",
                verbose_name="ปีโครงการ",
            ),
        ),
        migrations.AddField(
            model_name="programmesignature",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clinic_project.issueddocument",
                verbose_name="เอกสารที่ลงนาม",
            ),
        ),
        migrations.AddField(
            model_name="programmesignature",
            name="dropped_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ผู้แก้ไขที่ทำให้สิ้นผล",
            ),
        ),
        migrations.AddField(
            model_name="programmesignature",
            name="signed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ผู้ลงนาม",
            ),
        ),
        migrations.AddField(
            model_name="programmesignature",
            name="year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="clinics.programmeyear",
                verbose_name="ปีโครงการ",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on__isnull", True), ("starts_on__isnull", True)),
                    models.Q(
                        ("ends_on__gte", models.F("starts_on")),
                        ("ends_on__isnull", False),
                        ("starts_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="milestone_dates_in_order",
                violation_error_message="กรอกวันเริ่มและวันสิ้นสุดทั้งคู่ โดยวันสิ้นสุดไม่ก่อนวันเริ่ม หรือเว้นว่างทั้งคู่",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_by__isnull", True), ("done_on__isnull", True)),
                    models.Q(("done_by__isnull", False), ("done_on__isnull", False)),
                    _connector="OR",
                ),
                name="milestone_done_on_and_by",
                violation_error_message="วันที่ทำแล้วต้องมีผู้บันทึก",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "other"), _negated=True),
                fields=("year", "kind"),
                name="milestone_kind_once",
                violation_error_message="ปีนี้มีขั้นตอนชนิดนี้แล้ว แก้ไขรายการเดิม หรือเลือกชนิดอื่น ๆ",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmesignature",
            constraint=models.UniqueConstraint(fields=("year", "version", "step"), name="signature_step_once"),
        ),
        migrations.AddConstraint(
            model_name="programmesignature",
            constraint=models.UniqueConstraint(
                fields=("year", "version", "signed_by"), name="signature_one_step_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="programmesignature",
            constraint=models.CheckConstraint(condition=models.Q(("step__in", [1, 2, 3])), name="signature_known_step"),
        ),
        migrations.AddConstraint(
            model_name="programmesignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dropped_at__isnull", True), ("dropped_by__isnull", True)),
                    models.Q(("dropped_at__isnull", False), ("dropped_by__isnull", False)),
                    _connector="OR",
                ),
                name="signature_dropped_at_and_by",
            ),
        ),
        refuse(
            "signature_in_turn",
            table="clinics_programmesignature",
            broken=(
                "NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM clinics_programmesignature earlier WHERE"
                " earlier.year_id = NEW.year_id AND earlier.version = NEW.version AND earlier.step = NEW.step - 1)"
            ),
            message="a step of the sign-off before the one it follows",
            shared=("clinics_programmeyear", "year_id"),
        ),
    ]
