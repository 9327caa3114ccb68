import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinics", "0012_opening"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("allocation", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="วงเงินจัดสรร")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "ใช้อยู่"), ("closed", "ปิดงบแล้ว")],
                        default="open",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="ปิดงบเมื่อ")),
                (
                    "returned_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="เงินเหลือส่งคืน"
                    ),
                ),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="ส่งคืนเมื่อ")),
                ("closing_note", models.CharField(blank=True, max_length=200, verbose_name="หลักฐานการส่งคืน")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="เหตุผลที่เปลี่ยนวงเงินหรือเปิดงบอีกครั้ง")),
                (
                    "clinic_year",
                    models.OneToOneField(
                        blank=True,
                        help_text="เว้นว่างคืองบส่วนกลางของโครงการ",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget",
                        to="clinics.clinicyear",
                        verbose_name="คลินิกในปีโครงการ",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้ปิดงบ",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budgets",
                        to="clinics.programmeyear",
                        verbose_name="ปีโครงการ",
                    ),
                ),
            ],
            options={
                "verbose_name": "งบประมาณ",
                "verbose_name_plural": "งบประมาณ",
                "ordering": ["year", "clinic_year__clinic__number"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("clinic_year__isnull", True)),
                        fields=("year",),
                        name="budget_one_central",
                        violation_error_message="ปีนี้มีงบส่วนกลางอยู่แล้ว",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("allocation__gte", 0)),
                        name="budget_not_negative",
                        violation_error_message="วงเงินจัดสรรต้องไม่ติดลบ",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                                ("returned_amount__isnull", True),
                                ("returned_on__isnull", True),
                                ("status", "open"),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("returned_amount__gte", 0),
                                ("returned_on__isnull", False),
                                ("status", "closed"),
                            ),
                            _connector="OR",
                        ),
                        name="budget_closed_whole",
                        violation_error_message="งบที่ปิดต้องมีผู้ปิด เวลา และเงินเหลือส่งคืน",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Advance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="เลขที่")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "รออนุมัติ"),
                            ("approved", "อนุมัติแล้ว รอจ่ายเงิน"),
                            ("paid", "จ่ายเงินแล้ว รอส่งใช้"),
                            ("cleared", "ส่งใช้ครบแล้ว"),
                            ("cancelled", "ยกเลิก"),
                        ],
                        default="requested",
                        max_length=12,
                        verbose_name="สถานะ",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="จำนวนเงิน")),
                ("purpose", models.CharField(max_length=300, verbose_name="ยืมเพื่อ")),
                ("due_on", models.DateField(verbose_name="ครบกำหนดส่งใช้")),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ขอเมื่อ")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="อนุมัติเมื่อ")),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="รับเงินเมื่อ")),
                (
                    "returned_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="เงินสดส่งคืน"
                    ),
                ),
                ("cleared_at", models.DateTimeField(blank=True, null=True, verbose_name="ส่งใช้เมื่อ")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุที่ยกเลิก")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้อนุมัติ",
                    ),
                ),
                (
                    "cleared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้บันทึกการส่งใช้",
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้จ่ายเงิน",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advances",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้ยืม",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้บันทึกคำขอ",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advances",
                        to="clinics.budget",
                        verbose_name="งบประมาณ",
                    ),
                ),
            ],
            options={
                "verbose_name": "เงินยืมทดรอง",
                "verbose_name_plural": "เงินยืมทดรอง",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["budget", "status"], name="advance_of_budget")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="advance_more_than_nothing",
                        violation_error_message="จำนวนเงินต้องมากกว่า 0",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                                models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("status__in", ["approved", "paid", "cleared"]), _negated=True),
                                ("approved_at__isnull", False),
                                _connector="OR",
                            ),
                        ),
                        name="advance_approved_pair",
                        violation_error_message="การอนุมัติต้องมีทั้งผู้อนุมัติและเวลา",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                models.Q(("approved_by", models.F("requested_by")), _negated=True),
                                models.Q(("approved_by", models.F("person")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="advance_not_approved_by_own",
                        violation_error_message="ผู้ขอหรือผู้ยืมอนุมัติเงินยืมของตนไม่ได้",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paid_by__isnull", True),
                                ("status__in", ["requested", "approved", "cancelled"]),
                                ("taken_on__isnull", True),
                            ),
                            models.Q(
                                ("paid_by__isnull", False),
                                ("status__in", ["paid", "cleared"]),
                                ("taken_on__isnull", False),
                                models.Q(("paid_by", models.F("person")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="advance_paid_pair",
                        violation_error_message="การจ่ายเงินยืมต้องมีทั้งผู้จ่ายและวันที่ และผู้ยืมจ่ายให้ตนเองไม่ได้",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_on__isnull", True), ("due_on__gte", models.F("taken_on")), _connector="OR"
                        ),
                        name="advance_due_after_taken",
                        violation_error_message="วันครบกำหนดส่งใช้ต้องไม่ก่อนวันรับเงิน",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("status", "cleared"), _negated=True),
                                ("cleared_at__isnull", True),
                                ("cleared_by__isnull", True),
                                ("returned_amount__isnull", True),
                            ),
                            models.Q(
                                ("cleared_at__isnull", False),
                                ("cleared_by__isnull", False),
                                ("returned_amount__gte", 0),
                                ("status", "cleared"),
                            ),
                            _connector="OR",
                        ),
                        name="advance_cleared_whole",
                        violation_error_message="การส่งใช้เงินยืมต้องมีผู้บันทึก เวลา และเงินสดส่งคืน",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "cancelled"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="advance_cancelled_why",
                        violation_error_message="เขียนเหตุที่ยกเลิกคำขอ",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("requested", "approved", "paid"))),
                        fields=("person",),
                        name="advance_one_open_a_person",
                        violation_error_message="ผู้ยืมมีเงินยืมที่ยังไม่ได้ส่งใช้อยู่ ส่งใช้รายการเดิมก่อน",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetOverride",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="จำนวนเงินที่เพิ่ม")),
                ("reason", models.CharField(max_length=500, verbose_name="เหตุผล")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="บันทึกเมื่อ")),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrides",
                        to="clinics.budget",
                        verbose_name="งบประมาณ",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้อนุมัติ",
                    ),
                ),
            ],
            options={
                "verbose_name": "วงเงินเพิ่มกรณีพิเศษ",
                "verbose_name_plural": "วงเงินเพิ่มกรณีพิเศษ",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="override_more_than_nothing",
                        violation_error_message="จำนวนเงินต้องมากกว่า 0",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="override_has_reason",
                        violation_error_message="เขียนเหตุผลที่ให้เพิ่มวงเงิน",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Expense",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="เลขที่")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "ร่าง"),
                            ("submitted", "รออนุมัติ"),
                            ("approved", "อนุมัติแล้ว รอสอบทาน"),
                            ("reviewed", "สอบทานแล้ว"),
                            ("returned", "ส่งกลับให้แก้ไข"),
                            ("void", "ยกเลิก"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("day", models.DateField(verbose_name="วันที่จ่าย")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("travel", "ค่าเดินทาง"),
                            ("materials", "วัสดุและเอกสาร"),
                            ("refreshments", "อาหารว่างและเครื่องดื่ม"),
                            ("printing", "ค่าถ่ายเอกสารและพิมพ์"),
                            ("venue", "ค่าสถานที่"),
                            ("communication", "ค่าสื่อสารและไปรษณีย์"),
                            ("other", "อื่น ๆ"),
                        ],
                        max_length=14,
                        verbose_name="หมวด",
                    ),
                ),
                ("category_other", models.CharField(blank=True, max_length=100, verbose_name="หมวดอื่น (ระบุ)")),
                ("payee", models.CharField(max_length=200, verbose_name="จ่ายให้")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="จำนวนเงิน")),
                ("description", models.CharField(blank=True, max_length=500, verbose_name="รายละเอียด")),
                ("receipt_number", models.CharField(blank=True, max_length=60, verbose_name="เลขที่ใบเสร็จ")),
                (
                    "no_receipt_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="เหตุที่ไม่มีใบเสร็จ (ใบรับรองแทนใบเสร็จรับเงิน)"),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="บันทึกเมื่อ")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="เสนอเมื่อ")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="อนุมัติเมื่อ")),
                ("reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="สอบทานเมื่อ")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="เหตุผลที่ส่งกลับหรือยกเลิก")),
                (
                    "advance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to="clinics.advance",
                        verbose_name="จ่ายจากเงินยืม",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้อนุมัติ",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to="clinics.budget",
                        verbose_name="งบประมาณ",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้บันทึก",
                    ),
                ),
                (
                    "payee_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้รับเงินเป็นเจ้าหน้าที่",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้สอบทาน",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้เสนอ",
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการจ่าย",
                "verbose_name_plural": "รายการจ่าย",
                "ordering": ["day", "id"],
                "indexes": [
                    models.Index(fields=["budget", "status", "day"], name="expense_of_budget"),
                    models.Index(fields=["status", "day"], name="expense_by_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="expense_more_than_nothing",
                        violation_error_message="จำนวนเงินต้องมากกว่า 0",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", "other"), _negated=True),
                            models.Q(("category_other", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="expense_other_in_words",
                        violation_error_message="ระบุว่าเป็นค่าใช้จ่ายอะไร",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                                models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("status__in", ["submitted", "approved", "reviewed"]), _negated=True),
                                ("submitted_at__isnull", False),
                                _connector="OR",
                            ),
                        ),
                        name="expense_submitted_pair",
                        violation_error_message="การเสนอต้องมีทั้งผู้เสนอและเวลา",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("status__in", ["approved", "reviewed"]), _negated=True),
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("status__in", ["approved", "reviewed"]),
                            ),
                            _connector="OR",
                        ),
                        name="expense_approved_pair",
                        violation_error_message="การอนุมัติต้องมีทั้งผู้อนุมัติและเวลา",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("status", "reviewed"), _negated=True),
                                ("reviewed_at__isnull", True),
                                ("reviewed_by__isnull", True),
                            ),
                            models.Q(
                                ("reviewed_at__isnull", False), ("reviewed_by__isnull", False), ("status", "reviewed")
                            ),
                            _connector="OR",
                        ),
                        name="expense_reviewed_pair",
                        violation_error_message="การสอบทานต้องมีทั้งผู้สอบทานและเวลา",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                models.Q(("approved_by", models.F("entered_by")), _negated=True),
                                models.Q(
                                    ("submitted_by__isnull", True),
                                    models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="expense_not_approved_by_author",
                        violation_error_message="ผู้บันทึกหรือผู้เสนออนุมัติรายการของตนไม่ได้",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("payee_user__isnull", True),
                            models.Q(("approved_by", models.F("payee_user")), _negated=True),
                            _connector="OR",
                        ),
                        name="expense_not_approved_by_payee",
                        violation_error_message="ผู้รับเงินอนุมัติรายการของตนไม่ได้",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by__isnull", True),
                            models.Q(
                                models.Q(("reviewed_by", models.F("entered_by")), _negated=True),
                                models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("reviewed_by", models.F("approved_by")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("payee_user__isnull", True),
                                    models.Q(("reviewed_by", models.F("payee_user")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="expense_reviewed_by_another",
                        violation_error_message="ผู้บันทึก ผู้อนุมัติ หรือผู้รับเงิน สอบทานรายการเดียวกันไม่ได้",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["returned", "void"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="expense_stopped_why",
                        violation_error_message="เขียนเหตุผลที่ส่งกลับหรือยกเลิก",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="นำออกเมื่อ")),
                (
                    "expense",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="clinics.expense",
                        verbose_name="รายการจ่าย",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="แฟ้ม",
                    ),
                ),
            ],
            options={
                "verbose_name": "ใบเสร็จ",
                "verbose_name_plural": "ใบเสร็จ",
                "ordering": ["id"],
            },
        ),
    ]
