"""Units that volunteer, the committee's votes, and the register of letters."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from clinic_project.database_rules import refuse


class Migration(migrations.Migration):
    dependencies = [
        ("clinics", "0006_service_calendar"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.PositiveSmallIntegerField(verbose_name="กลุ่ม")),
                ("unit_name", models.CharField(max_length=200, verbose_name="หน่วยงาน")),
                ("unit_key", models.CharField(editable=False, max_length=200)),
                ("reasons", models.TextField(verbose_name="เหตุผลที่สมัคร")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="ผู้ประสานงานและโทรศัพท์")),
                ("volunteered_on", models.DateField(verbose_name="วันที่สมัคร")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("volunteered", "สมัครแล้ว รอคัดเลือก"),
                            ("selected", "ได้รับคัดเลือก"),
                            ("not_selected", "ไม่ได้รับคัดเลือก"),
                            ("withdrawn", "ถอนการสมัคร"),
                            ("declined", "ได้รับคัดเลือกแล้วขอไม่เข้าร่วม"),
                        ],
                        default="volunteered",
                        max_length=20,
                        verbose_name="สถานะ",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[("vote", "ตามคะแนนที่ลงในระบบ"), ("resolution", "ตามมติที่ประชุมคณะกรรมการศึกษา")],
                        max_length=20,
                        verbose_name="วิธีคัดเลือก",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="เหตุผลของการตัดสิน")),
                ("meeting_number", models.CharField(blank=True, max_length=20, verbose_name="ประชุมครั้งที่")),
                ("meeting_on", models.DateField(blank=True, null=True, verbose_name="วันที่ประชุม")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="ตัดสินเมื่อ")),
                (
                    "clinic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="clinics.clinic",
                        verbose_name="คลินิก",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้บันทึกการตัดสิน",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้บันทึก",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="clinics.programmeyear",
                        verbose_name="ปีโครงการ",
                    ),
                ),
            ],
            options={
                "verbose_name": "หน่วยงานที่สมัครเป็นคลินิก",
                "verbose_name_plural": "หน่วยงานที่สมัครเป็นคลินิก",
                "ordering": ["-year", "group", "volunteered_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("group__gte", 1), ("group__lte", 11)),
                        name="candidate_group",
                        violation_error_message="กลุ่มมี 1 ถึง 11",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "selected")),
                        fields=("year", "group"),
                        name="candidate_one_selected",
                        violation_error_message="กลุ่มนี้คัดเลือกไปแล้ว ยกเลิกการคัดเลือกเดิมก่อน",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["volunteered", "selected", "not_selected"])),
                        fields=("year", "unit_key"),
                        name="candidate_unit_once",
                        violation_error_message="หน่วยงานนี้สมัครในปีนี้แล้ว แก้ไขรายการเดิมแทน",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["volunteered", "selected", "not_selected"])),
                        fields=("year", "clinic"),
                        name="candidate_clinic_once",
                        violation_error_message="คลินิกนี้สมัครในปีนี้แล้ว แก้ไขรายการเดิมแทน",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="candidate_decided_pair",
                        violation_error_message="ผู้ตัดสินและเวลาตัดสินต้องมีพร้อมกัน",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "selected"), _negated=True),
                            models.Q(("clinic__isnull", False), ("decided_at__isnull", False), ("method", "vote")),
                            models.Q(
                                ("clinic__isnull", False),
                                ("decided_at__isnull", False),
                                ("meeting_on__isnull", False),
                                ("method", "resolution"),
                                models.Q(("meeting_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="candidate_selected_how",
                        violation_error_message="การคัดเลือกต้องบอกวิธี คลินิก และเลขกับวันที่ประชุมเมื่อเป็นมติ",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "หนังสือรับ"), ("out", "หนังสือส่ง")], max_length=3, verbose_name="ประเภท"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("general", "ทั่วไป"), ("invitation", "เชิญหน่วยงานสมัครเป็นคลินิก")],
                        default="general",
                        max_length=20,
                        verbose_name="ใช้เพื่อ",
                    ),
                ),
                ("is_circular", models.BooleanField(default=False, verbose_name="หนังสือเวียน (ว.)")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="ที่")),
                ("dated_on", models.DateField(verbose_name="ลงวันที่")),
                ("from_text", models.CharField(max_length=250, verbose_name="จาก")),
                ("to_text", models.CharField(max_length=250, verbose_name="เรียน")),
                ("subject", models.CharField(max_length=300, verbose_name="เรื่อง")),
                ("references", models.TextField(blank=True, verbose_name="อ้างถึง")),
                ("body", models.TextField(blank=True, verbose_name="เนื้อความ")),
                ("signer_name", models.CharField(blank=True, max_length=200, verbose_name="ผู้ลงชื่อ")),
                ("signer_position", models.CharField(blank=True, max_length=200, verbose_name="ตำแหน่งผู้ลงชื่อ")),
                ("signer_acting", models.CharField(blank=True, max_length=200, verbose_name="ลงชื่อแทน")),
                (
                    "digits",
                    models.CharField(
                        choices=[("thai", "เลขไทย"), ("arabic", "เลขอารบิก")],
                        default="thai",
                        max_length=6,
                        verbose_name="ตัวเลขในหนังสือ",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="ครบกำหนด")),
                ("received_number", models.CharField(blank=True, max_length=60, verbose_name="เลขรับ")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="รับเมื่อ")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "ร่าง"),
                            ("issued", "ออกเลขแล้ว"),
                            ("registered", "ลงทะเบียนรับแล้ว"),
                            ("void", "ยกเลิก"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="สถานะ",
                    ),
                ),
                ("void_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ยกเลิก")),
                ("created_at", models.DateTimeField(verbose_name="บันทึกเมื่อ")),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="ออกเลขเมื่อ")),
                ("registered_at", models.DateTimeField(blank=True, null=True, verbose_name="ลงทะเบียนรับเมื่อ")),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="clinics.clinic",
                        verbose_name="ทะเบียนของ",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้บันทึก",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้ออกเลข",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้ลงทะเบียนรับ",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="clinics.programmeyear",
                        verbose_name="ปีโครงการ",
                    ),
                ),
            ],
            options={
                "verbose_name": "หนังสือ",
                "verbose_name_plural": "หนังสือ",
                "ordering": ["-dated_on", "-id"],
                "indexes": [
                    models.Index(fields=["-dated_on", "-id"], name="letter_newest"),
                    models.Index(fields=["clinic", "-dated_on", "-id"], name="letter_of_place"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("direction", "out"), models.Q(("number", ""), _negated=True)),
                        fields=("clinic", "number"),
                        name="letter_number_once",
                        violation_error_message="เลขที่หนังสือนี้ออกไปแล้ว ใช้เลขอื่น",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("received_number", ""), _negated=True),
                        fields=("clinic", "received_number"),
                        name="letter_received_number_once",
                        violation_error_message="เลขรับนี้ใช้ไปแล้ว ใช้เลขอื่น",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("purpose", "invitation"), models.Q(("status", "void"), _negated=True)),
                        fields=("year",),
                        name="letter_one_invitation",
                        violation_error_message="ปีนี้มีหนังสือเชิญสมัครแล้ว ยกเลิกฉบับเดิมก่อนจึงจะร่างใหม่",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["issued", "registered"]), _negated=True),
                            models.Q(("direction", "out"), ("status", "issued")),
                            models.Q(("direction", "in"), ("status", "registered")),
                            _connector="OR",
                        ),
                        name="letter_direction_status",
                        violation_error_message="หนังสือส่งออกเลข หนังสือรับลงทะเบียนรับ",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "issued"), _negated=True),
                            models.Q(("issued_at__isnull", False), models.Q(("number", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="letter_issued",
                        violation_error_message="หนังสือที่ออกแล้วต้องมีเลขที่และผู้ออกเลข",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("issued_at__isnull", True), ("issued_by__isnull", True)),
                            models.Q(("issued_at__isnull", False), ("issued_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_issued_pair",
                        violation_error_message="ผู้ออกเลขและเวลาออกเลขต้องมีพร้อมกัน",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "registered"), _negated=True),
                            models.Q(("received_on__isnull", False), models.Q(("received_number", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="letter_registered",
                        violation_error_message="หนังสือที่ลงทะเบียนรับแล้วต้องมีเลขรับและวันรับ",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("registered_at__isnull", True), ("registered_by__isnull", True)),
                            models.Q(("registered_at__isnull", False), ("registered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_registered_pair",
                        violation_error_message="ผู้ลงทะเบียนรับและเวลาต้องมีพร้อมกัน",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "void"), _negated=True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="letter_void_why",
                        violation_error_message="บอกเหตุผลที่ยกเลิกหนังสือ",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="ลำดับ")),
                ("name", models.CharField(max_length=200, verbose_name="สิ่งที่ส่งมาด้วย")),
                ("count", models.PositiveSmallIntegerField(default=1, verbose_name="จำนวน")),
                (
                    "unit",
                    models.CharField(
                        choices=[("set", "ชุด"), ("copy", "ฉบับ"), ("volume", "เล่ม"), ("sheet", "แผ่น")],
                        max_length=8,
                        verbose_name="หน่วยนับ",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enclosures",
                        to="clinics.letter",
                        verbose_name="หนังสือ",
                    ),
                ),
            ],
            options={
                "verbose_name": "สิ่งที่ส่งมาด้วย",
                "verbose_name_plural": "สิ่งที่ส่งมาด้วย",
                "ordering": ["letter", "order"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)),
                        name="enclosure_count",
                        violation_error_message="จำนวนสิ่งที่ส่งมาด้วยต้องเป็น 1 ขึ้นไป",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterRecipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_name", models.CharField(max_length=200, verbose_name="หน่วยงาน")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="ส่งเมื่อ")),
                ("received_number", models.CharField(blank=True, max_length=60, verbose_name="เลขรับ")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="รับเมื่อ")),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="บันทึกรับเมื่อ")),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้บันทึกรับ",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinics.clinic",
                        verbose_name="คลินิก",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="clinics.letter",
                        verbose_name="หนังสือ",
                    ),
                ),
                (
                    "passed_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passed_to",
                        to="clinics.letterrecipient",
                        verbose_name="ส่งต่อจาก",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้ส่ง",
                    ),
                ),
            ],
            options={
                "verbose_name": "ผู้รับหนังสือ",
                "verbose_name_plural": "ผู้รับหนังสือ",
                "ordering": ["letter", "id"],
                "indexes": [models.Index(fields=["clinic", "received_on"], name="letter_recipient_waiting")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("letter", "unit_name"),
                        name="letter_recipient_once",
                        violation_error_message="หนังสือนี้ส่งถึงหน่วยงานนี้แล้ว",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("clinic__isnull", False), models.Q(("received_number", ""), _negated=True)),
                        fields=("clinic", "received_number"),
                        name="letter_recipient_number_once",
                        violation_error_message="คลินิกใช้เลขรับนี้กับหนังสืออื่นแล้ว ใช้เลขอื่น",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acknowledged_at__isnull", True),
                                ("acknowledged_by__isnull", True),
                                ("received_on__isnull", True),
                            ),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("acknowledged_by__isnull", False),
                                ("received_on__isnull", False),
                                models.Q(("received_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="letter_recipient_pair",
                        violation_error_message="การรับหนังสือต้องมีเลขรับ วันรับ และผู้บันทึกพร้อมกัน",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="คำอธิบาย")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="แฟ้ม",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scans",
                        to="clinics.letter",
                        verbose_name="หนังสือ",
                    ),
                ),
            ],
            options={
                "verbose_name": "สำเนาหนังสือ",
                "verbose_name_plural": "สำเนาหนังสือ",
                "ordering": ["letter", "id"],
            },
        ),
        migrations.CreateModel(
            name="SelectionVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.PositiveSmallIntegerField(verbose_name="กลุ่ม")),
                ("cast_at", models.DateTimeField(verbose_name="ลงคะแนนเมื่อ")),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="clinics.candidate",
                        verbose_name="หน่วยงานที่สมัคร",
                    ),
                ),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="กรรมการ",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinics.programmeyear",
                        verbose_name="ปีโครงการ",
                    ),
                ),
            ],
            options={
                "verbose_name": "คะแนนคัดเลือก",
                "verbose_name_plural": "คะแนนคัดเลือก",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "group", "voter"),
                        name="selection_vote_once",
                        violation_error_message="กรรมการหนึ่งคนลงคะแนนได้ครั้งเดียวต่อกลุ่ม",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UnfilledGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.PositiveSmallIntegerField(verbose_name="กลุ่ม")),
                ("reason", models.TextField(verbose_name="เหตุผลที่ไม่คัดเลือก")),
                ("decided_at", models.DateTimeField(verbose_name="ตัดสินเมื่อ")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้บันทึกการตัดสิน",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unfilled_groups",
                        to="clinics.programmeyear",
                        verbose_name="ปีโครงการ",
                    ),
                ),
            ],
            options={
                "verbose_name": "กลุ่มที่ไม่คัดเลือก",
                "verbose_name_plural": "กลุ่มที่ไม่คัดเลือก",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "group"),
                        name="unfilled_group_once",
                        violation_error_message="บันทึกไว้แล้วว่าไม่คัดเลือกในกลุ่มนี้",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group__gte", 1), ("group__lte", 11)),
                        name="unfilled_group",
                        violation_error_message="กลุ่มมี 1 ถึง 11",
                    ),
                ],
            },
        ),
        refuse(
            "selection_vote_fits",
            table="clinics_selectionvote",
            broken="NOT EXISTS (SELECT 1 FROM clinics_candidate c WHERE c.id = NEW.candidate_id "
            'AND c.year_id = NEW.year_id AND c."group" = NEW."group" AND c.status = \'volunteered\')',
            message="a vote is for a standing candidate of its own year and group",
            shared=("clinics_candidate", "candidate_id"),
        ),
        refuse(
            "candidate_not_in_unfilled_group",
            table="clinics_candidate",
            broken="NEW.status = 'selected' AND EXISTS (SELECT 1 FROM clinics_unfilledgroup u "
            'WHERE u.year_id = NEW.year_id AND u."group" = NEW."group")',
            message="the group goes without a clinic this year",
            shared=("clinics_programmeyear", "year_id"),
        ),
        refuse(
            "unfilled_group_has_none",
            table="clinics_unfilledgroup",
            broken="EXISTS (SELECT 1 FROM clinics_candidate c WHERE c.year_id = NEW.year_id "
            'AND c."group" = NEW."group" AND c.status = \'selected\')',
            message="a unit of the group is selected",
            shared=("clinics_programmeyear", "year_id"),
        ),
        refuse(
            "letter_recipient_fits",
            table="clinics_letterrecipient",
            broken="NEW.passed_from_id IS NOT NULL AND (NEW.passed_from_id >= NEW.id OR NOT EXISTS ("
            "SELECT 1 FROM clinics_letterrecipient p WHERE p.id = NEW.passed_from_id AND p.letter_id = NEW.letter_id))",
            message="a letter is passed on by one who received the same letter before",
            shared=("clinics_letter", "letter_id"),
        ),
    ]
