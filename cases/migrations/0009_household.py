
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_plans'),
        ('files', '0001_initial'),
        ('members', '0002_consent'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CasePaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('payslip', 'สลิปเงินเดือน'), ('contract', 'สัญญาเงินกู้'), ('statement', 'ใบแจ้งยอดหนี้'), ('demand_letter', 'หนังสือทวงถาม'), ('court_paper', 'เอกสารจากศาล'), ('other', 'เอกสารอื่น')], max_length=15, verbose_name='ชนิดเอกสาร')),
                ('dated', models.DateField(blank=True, null=True, verbose_name='ลงวันที่')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='หมายเหตุ')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='นำออกเมื่อ')),
                ('removed_reason', models.CharField(blank=True, max_length=300, verbose_name='นำออกเพราะ')),
            ],
            options={
                'verbose_name': 'เอกสารของเรื่อง',
                'verbose_name_plural': 'เอกสารของเรื่อง',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='GuaranteeGiven',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('borrower', models.CharField(max_length=150, verbose_name='ผู้กู้')),
                ('creditor', models.CharField(max_length=150, verbose_name='เจ้าหนี้')),
                ('balance', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='ยอดคงเหลือ')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='ยอด ณ วันที่')),
                ('instalment', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='ค่างวดต่อเดือน')),
                ('shares_deposits', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='หุ้นและเงินฝากของผู้กู้')),
                ('guarantors', models.PositiveSmallIntegerField(default=1, verbose_name='จำนวนผู้ค้ำทั้งหมด')),
                ('state', models.CharField(choices=[('normal', 'ผู้กู้ชำระปกติ'), ('late', 'ผู้กู้ค้างชำระ'), ('called', 'สมาชิกถูกเรียกให้ชำระแทน'), ('released', 'พ้นภาระค้ำแล้ว')], default='normal', max_length=10, verbose_name='สถานะ')),
            ],
            options={
                'verbose_name': 'ภาระค้ำประกัน',
                'verbose_name_plural': 'ภาระค้ำประกัน',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Guarantor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='ชื่อ (ผู้ที่ไม่ใช่สมาชิก)')),
                ('is_called', models.BooleanField(default=False, verbose_name='ถูกเรียกให้ชำระแทนแล้ว')),
            ],
            options={
                'verbose_name': 'ผู้ค้ำประกัน',
                'verbose_name_plural': 'ผู้ค้ำประกัน',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Lawsuit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plaintiff', models.CharField(max_length=150, verbose_name='โจทก์')),
                ('court', models.CharField(max_length=120, verbose_name='ศาล')),
                ('black_number', models.CharField(blank=True, max_length=60, verbose_name='คดีหมายเลขดำที่')),
                ('red_number', models.CharField(blank=True, max_length=60, verbose_name='คดีหมายเลขแดงที่')),
                ('stage', models.CharField(choices=[('filed', 'ถูกฟ้อง'), ('mediation', 'ไกล่เกลี่ย'), ('trial', 'สืบพยาน'), ('court_settlement', 'ประนีประนอมยอมความ'), ('judgment', 'มีคำพิพากษา'), ('execution', 'บังคับคดี'), ('salary_attachment', 'อายัดเงินเดือน'), ('ended', 'คดีสิ้นสุด')], default='filed', max_length=20, verbose_name='ขั้นของคดี')),
                ('next_date', models.DateField(blank=True, db_index=True, null=True, verbose_name='นัดศาลครั้งต่อไป')),
                ('next_purpose', models.CharField(blank=True, max_length=120, verbose_name='นัดเพื่อ')),
                ('outcome', models.TextField(blank=True, verbose_name='ผลของคดี')),
            ],
            options={
                'verbose_name': 'คดี',
                'verbose_name_plural': 'คดี',
                'ordering': ['next_date', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SheetVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='ฉบับที่')),
                ('saved_at', models.DateTimeField(verbose_name='บันทึกเมื่อ')),
                ('lines', models.JSONField(default=list, verbose_name='รายได้รายจ่าย')),
                ('debts', models.JSONField(default=list, verbose_name='หนี้สิน')),
                ('figures', models.JSONField(default=dict, verbose_name='ตัวเลขที่คำนวณได้')),
            ],
            options={
                'verbose_name': 'ฉบับของแบบ คส.04',
                'verbose_name_plural': 'ฉบับของแบบ คส.04',
                'ordering': ['-number'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='debt',
            name='debt_rate_sane',
        ),
        migrations.AddField(
            model_name='debt',
            name='contract_date',
            field=models.DateField(blank=True, null=True, verbose_name='วันทำสัญญา'),
        ),
        migrations.AddField(
            model_name='debt',
            name='contract_number',
            field=models.CharField(blank=True, max_length=60, verbose_name='เลขที่สัญญา'),
        ),
        migrations.AddField(
            model_name='debt',
            name='is_rate_effective',
            field=models.BooleanField(default=True, editable=False, verbose_name='อัตราลดต้นลดดอก'),
        ),
        migrations.AddField(
            model_name='debt',
            name='method',
            field=models.CharField(blank=True, choices=[('equal_payment', 'คงยอด (งวดเท่ากัน)'), ('equal_principal', 'คงต้น'), ('minimum_payment', 'ขั้นต่ำตามร้อยละ'), ('interest_only', 'จ่ายเฉพาะดอกเบี้ย'), ('other', 'อื่น ๆ')], max_length=16, verbose_name='วิธีผ่อน'),
        ),
        migrations.AddField(
            model_name='debt',
            name='minimum_percent',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='ชำระขั้นต่ำร้อยละ'),
        ),
        migrations.AddField(
            model_name='debt',
            name='original_amount',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='วงเงินตามสัญญา'),
        ),
        migrations.AddField(
            model_name='debt',
            name='original_periods',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='จำนวนงวดตามสัญญา'),
        ),
        migrations.AddField(
            model_name='debt',
            name='rate',
            field=models.DecimalField(decimal_places=3, default=0, max_digits=6, verbose_name='อัตราดอกเบี้ยตามที่ตกลง'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='debt',
            name='annual_rate',
            field=models.DecimalField(decimal_places=3, editable=False, max_digits=8, verbose_name='ดอกเบี้ยร้อยละต่อปี'),
        ),
        migrations.AlterField(
            model_name='debt',
            name='guarantors',
            field=models.CharField(blank=True, max_length=300, verbose_name='หมายเหตุเรื่องผู้ค้ำ'),
        ),
        migrations.AlterField(
            model_name='debt',
            name='kind',
            field=models.CharField(choices=[('emergency_loan', 'เงินกู้ฉุกเฉิน'), ('ordinary_loan', 'เงินกู้สามัญ'), ('special_loan', 'เงินกู้พิเศษ'), ('credit_card', 'บัตรเครดิต'), ('personal_loan', 'สินเชื่อบุคคล'), ('hire_purchase', 'เช่าซื้อ'), ('housing', 'ที่อยู่อาศัย'), ('bank_loan', 'สินเชื่อธนาคารอื่น'), ('leasing', 'ลีสซิ่ง จำนำทะเบียนรถ'), ('pawn', 'โรงรับจำนำ'), ('other_cooperative', 'สหกรณ์อื่น'), ('student_loan', 'กยศ.'), ('village_fund', 'กองทุนหมู่บ้าน กลุ่มออมทรัพย์'), ('informal', 'หนี้นอกระบบ'), ('other', 'อื่น ๆ')], max_length=20, verbose_name='ประเภท'),
        ),
        migrations.AlterField(
            model_name='debt',
            name='rate_kind',
            field=models.CharField(choices=[('reducing_balance', 'ต่อปี ลดต้นลดดอก'), ('flat_rate', 'ต่อปี คงที่'), ('per_month', 'ต่อเดือน'), ('per_day', 'ต่อวัน')], default='reducing_balance', max_length=20, verbose_name='วิธีคิดดอกเบี้ย'),
        ),
        migrations.AddConstraint(
            model_name='debt',
            constraint=models.CheckConstraint(condition=models.Q(('annual_rate__gte', 0), ('annual_rate__lte', 10000), ('rate__gte', 0), ('rate__lte', 999)), name='debt_rate_sane', violation_error_message='อัตราดอกเบี้ยต้องอยู่ระหว่าง 0 ถึง 999'),
        ),
        migrations.AddConstraint(
            model_name='debt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('original_amount__isnull', True), ('original_amount__gte', 0), _connector='OR'), models.Q(('minimum_percent__isnull', True), models.Q(('minimum_percent__gte', 0), ('minimum_percent__lte', 100)), _connector='OR')), name='debt_contract_not_negative', violation_error_message='วงเงินตามสัญญาต้องไม่ติดลบ และร้อยละขั้นต่ำต้องไม่เกิน 100'),
        ),
        migrations.AddField(
            model_name='casepaper',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='cases.case', verbose_name='เรื่อง'),
        ),
        migrations.AddField(
            model_name='casepaper',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='แฟ้ม'),
        ),
        migrations.AddField(
            model_name='casepaper',
            name='removed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้นำออก'),
        ),
        migrations.AddField(
            model_name='guaranteegiven',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guarantees_given', to='cases.case', verbose_name='เรื่อง'),
        ),
        migrations.AddField(
            model_name='guarantor',
            name='debt',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guarantor_rows', to='cases.debt', verbose_name='หนี้'),
        ),
        migrations.AddField(
            model_name='guarantor',
            name='member',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guarantor_of', to='members.member', verbose_name='สมาชิก'),
        ),
        migrations.AddField(
            model_name='lawsuit',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lawsuits', to='cases.case', verbose_name='เรื่อง'),
        ),
        migrations.AddField(
            model_name='lawsuit',
            name='debt',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='lawsuits', to='cases.debt', verbose_name='หนี้ที่ถูกฟ้อง'),
        ),
        migrations.AddField(
            model_name='sheetversion',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheet_versions', to='cases.case', verbose_name='เรื่อง'),
        ),
        migrations.AddField(
            model_name='sheetversion',
            name='saved_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก'),
        ),
        migrations.AddConstraint(
            model_name='casepaper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('removed_by__isnull', True), ('removed_reason', '')), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False), models.Q(('removed_reason', ''), _negated=True)), _connector='OR'), name='case_paper_removed_whole', violation_error_message='การนำเอกสารออกต้องมีเวลา ผู้นำออก และเหตุผลครบ'),
        ),
        migrations.AddConstraint(
            model_name='guaranteegiven',
            constraint=models.CheckConstraint(condition=models.Q(('balance__gte', 0), ('guarantors__gte', 1), ('instalment__gte', 0), ('shares_deposits__gte', 0)), name='guarantee_given_sane', violation_error_message='จำนวนเงินต้องไม่ติดลบ และต้องมีผู้ค้ำอย่างน้อย 1 คน'),
        ),
        migrations.AddConstraint(
            model_name='guarantor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('member__isnull', True), models.Q(('name', ''), _negated=True)), models.Q(('member__isnull', False), ('name', '')), _connector='OR'), name='guarantor_member_or_name', violation_error_message='ผู้ค้ำประกันเป็นสมาชิก หรือบันทึกเฉพาะชื่อ อย่างใดอย่างหนึ่ง'),
        ),
        migrations.AddConstraint(
            model_name='guarantor',
            constraint=models.UniqueConstraint(condition=models.Q(('member__isnull', False)), fields=('debt', 'member'), name='guarantor_once', violation_error_message='สมาชิกรายนี้เป็นผู้ค้ำของหนี้นี้อยู่แล้ว'),
        ),
        migrations.AddConstraint(
            model_name='lawsuit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'ended'), _negated=True), models.Q(models.Q(('outcome', ''), _negated=True), ('next_date__isnull', True)), _connector='OR'), name='lawsuit_ended_has_outcome', violation_error_message='คดีที่สิ้นสุดต้องบอกผล และไม่มีนัดศาลต่อไป'),
        ),
        migrations.AddConstraint(
            model_name='sheetversion',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='sheet_version_once', violation_error_message='ฉบับนี้บันทึกไว้แล้ว'),
        ),
    ]
