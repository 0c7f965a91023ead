import django.db.models.deletion
import django.db.models.expressions
import lapak.secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('booths', '__first__'),
        ('claims', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerPosting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('OWED', 'Ditetapkan'), ('PAID', 'Dibayar'), ('RETURNED', 'Dikembalikan bank')], max_length=10)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ReconciledDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('at', models.DateTimeField()),
                ('source', models.CharField(choices=[('HISTORY', 'Riwayat bank'), ('FILE', 'Berkas camt.054')], max_length=20)),
                ('ours', models.PositiveIntegerField(help_text='transfers that we call paid on that day')),
                ('bank', models.PositiveIntegerField(help_text='debits on the statement')),
                ('differences', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('HISTORY', 'Riwayat bank'), ('FILE', 'Berkas camt.054')], max_length=20)),
                ('day', models.DateField()),
                ('reference', models.CharField(max_length=64)),
                ('times', models.PositiveSmallIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['day', 'source'], name='lines_of_a_day')],
                'constraints': [models.UniqueConstraint(fields=('reference', 'source', 'day'), name='line_stands_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='AccountInquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('match', models.CharField(choices=[('UNKNOWN', 'Belum diketahui'), ('EQUAL', 'Nama sama'), ('CLOSE', 'Nama mirip'), ('DIFFERENT', 'Nama berbeda'), ('NO_ACCOUNT', 'Rekening tidak ditemukan')], max_length=12)),
                ('score', models.PositiveSmallIntegerField(help_text='0 to 100')),
                ('holder_name', lapak.secrets.EncryptedTextField(blank=True, help_text='as the bank writes it')),
                ('code', models.CharField(max_length=20)),
                ('bank_account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='inquiry', to='people.bankaccount')),
            ],
        ),
        migrations.CreateModel(
            name='BenefitDetermination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contributions_rupiah', models.BigIntegerField()),
                ('return_rupiah', models.BigIntegerField()),
                ('gross_rupiah', models.BigIntegerField()),
                ('tax_rupiah', models.BigIntegerField()),
                ('net_rupiah', models.BigIntegerField()),
                ('lines', models.JSONField(default=list, help_text='base, percent and tax of each band, as shown to people')),
                ('earlier_rupiah', models.BigIntegerField(default=0, help_text='paid before, counted against the free amount')),
                ('rule', models.CharField(max_length=40)),
                ('rule_version', models.CharField(max_length=40)),
                ('determined_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='determinations', to='claims.claim')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('claim',), name='claim_has_one_current_determination'), models.CheckConstraint(condition=models.Q(('gross_rupiah', django.db.models.expressions.CombinedExpression(models.F('contributions_rupiah'), '+', models.F('return_rupiah')))), name='gross_is_contributions_and_return'), models.CheckConstraint(condition=models.Q(('gross_rupiah', django.db.models.expressions.CombinedExpression(models.F('tax_rupiah'), '+', models.F('net_rupiah')))), name='gross_is_tax_and_net'), models.CheckConstraint(condition=models.Q(('contributions_rupiah__gte', 0), ('return_rupiah__gte', 0), ('tax_rupiah__gte', 0), ('net_rupiah__gte', 0)), name='determination_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='FundsShortage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('tries', models.PositiveIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('ended_at',), name='one_shortage_at_a_time', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(choices=[('BENEFIT', 'Beban manfaat'), ('TAX_WITHHELD', 'Utang pajak'), ('PARTICIPANTS', 'Utang kepada peserta'), ('BANK', 'Bank')], max_length=20)),
                ('amount_rupiah', models.BigIntegerField()),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='money.ledgerposting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('posting', 'account'), name='account_stands_once_in_a_posting'), models.CheckConstraint(condition=models.Q(('amount_rupiah', 0), _negated=True), name='entry_is_not_zero')],
            },
        ),
        migrations.CreateModel(
            name='PaymentBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=35, unique=True)),
                ('created_at', models.DateTimeField()),
                ('authorised_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('count', models.PositiveIntegerField()),
                ('total_rupiah', models.BigIntegerField()),
                ('digest', models.CharField(blank=True, help_text='sha256 of the file as it was authorised', max_length=64)),
                ('authorised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('authorised_by', None), models.Q(('authorised_by', models.F('created_by')), _negated=True), _connector='OR'), name='batch_has_two_people'), models.CheckConstraint(condition=models.Q(('authorised_at', None), ('cancelled_at', None), _connector='OR'), name='authorised_batch_is_not_cancelled')],
            },
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('net_rupiah', models.BigIntegerField()),
                ('account_seal', models.CharField(help_text='keyed hash of the account that was verified', max_length=64)),
                ('status', models.CharField(choices=[('AWAITING_AUTHORISATION', 'Menunggu otorisasi'), ('AUTHORISED', 'Diotorisasi'), ('PAID', 'Dibayar'), ('HELD', 'Ditahan'), ('WITHDRAWN', 'Ditarik kembali'), ('ACCOUNT_CORRECTION', 'Perbaikan rekening'), ('STUCK', 'Perlu diperiksa')], default='AWAITING_AUTHORISATION', max_length=30)),
                ('round', models.PositiveSmallIntegerField(default=1, help_text='counts how often it was promised')),
                ('review_reasons', models.JSONField(blank=True, default=list, help_text='codes of ReviewReason')),
                ('awaits', models.CharField(blank=True, choices=[('', 'Tidak ada'), ('CHECK', 'Periksa'), ('RELEASE', 'Lepas')], help_text='whose look comes next', max_length=10)),
                ('authorise_at', models.DateTimeField(help_text='not before this moment; until then the decision can be undone')),
                ('authorised_at', models.DateTimeField(blank=True, null=True)),
                ('paid_at', models.DateTimeField(blank=True, null=True)),
                ('claim', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='payout', to='claims.claim')),
                ('determination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='money.benefitdetermination')),
                ('made_by', models.ForeignKey(help_text='who decided the claim', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['status', 'authorise_at'], name='payout_due'), models.Index(condition=models.Q(('awaits', ''), _negated=True), fields=['awaits', 'authorise_at'], name='payout_awaits_a_look'), models.Index(condition=models.Q(('status', 'PAID')), fields=['-paid_at'], name='payouts_paid_last')],
                'constraints': [models.CheckConstraint(condition=models.Q(('net_rupiah__gt', 0)), name='payout_is_positive'), models.CheckConstraint(condition=models.Q(('status__in', ['AWAITING_AUTHORISATION', 'AUTHORISED', 'PAID', 'HELD', 'WITHDRAWN', 'ACCOUNT_CORRECTION', 'STUCK'])), name='payout_status_is_known')],
            },
        ),
        migrations.AddField(
            model_name='ledgerposting',
            name='payout',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='money.payout'),
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('step', models.CharField(choices=[('', 'Tidak ada'), ('CHECK', 'Periksa'), ('RELEASE', 'Lepas')], max_length=10)),
                ('outcome', models.CharField(choices=[('APPROVED', 'Disetujui'), ('RETURNED', 'Dikembalikan kepada petugas'), ('HELD', 'Ditahan, dugaan penipuan')], max_length=10)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('maker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='money.payout')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('maker', None), models.Q(('by', models.F('maker')), _negated=True), _connector='OR'), name='nobody_approves_the_own_case'), models.UniqueConstraint(condition=models.Q(('outcome', 'APPROVED')), fields=('payout', 'round', 'step'), name='step_is_approved_once'), models.UniqueConstraint(condition=models.Q(('outcome', 'APPROVED')), fields=('payout', 'round', 'by'), name='checker_is_not_payer'), models.CheckConstraint(condition=models.Q(('outcome', 'APPROVED'), models.Q(('note', ''), _negated=True), _connector='OR'), name='refusal_says_why')],
            },
        ),
        migrations.CreateModel(
            name='PayoutHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(blank=True, max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, help_text='a coded reason, never a name or a number of a person', max_length=200)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='money.payout')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='claims.claim')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('claim', 'officer'), name='recused_once')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(help_text='partnerReferenceNo, the same for ever', max_length=64, unique=True)),
                ('transaction_date', models.DateTimeField(help_text='sent unchanged with every request about this reference')),
                ('rail', models.CharField(choices=[('INTRABANK', 'Sesama bank'), ('INTERBANK', 'BI-FAST'), ('SKN', 'SKN'), ('RTGS', 'RTGS')], max_length=20)),
                ('bank_code', models.CharField(max_length=3)),
                ('account_number', lapak.secrets.EncryptedTextField()),
                ('account_number_index', models.CharField(max_length=64)),
                ('holder_name', models.CharField(max_length=100)),
                ('amount_rupiah', models.BigIntegerField()),
                ('status', models.CharField(choices=[('READY', 'Siap dikirim'), ('SUBMITTED', 'Dikirim'), ('UNKNOWN', 'Belum pasti'), ('PAID', 'Dibayar'), ('FAILED', 'Gagal'), ('STUCK', 'Perlu diperiksa'), ('RETURNED', 'Dikembalikan')], default='READY', max_length=20)),
                ('next_at', models.DateTimeField(help_text='when the next step is due')),
                ('attempts', models.PositiveIntegerField(default=0, help_text='how often a worker has taken it')),
                ('lease', models.UUIDField(blank=True, help_text='which worker holds it; every write of that one says so', null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('submitted_at', models.DateTimeField(blank=True, help_text='the last time the intent to send was written', null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('bank_reference', models.CharField(blank=True, max_length=64)),
                ('last_code', models.CharField(blank=True, help_text="the bank's last response code, or our word", max_length=20)),
                ('batch', models.ForeignKey(blank=True, help_text='sent by file', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='money.paymentbatch')),
                ('payout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='money.payout')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status__in', ('READY', 'SUBMITTED', 'UNKNOWN'))), fields=['next_at'], name='transfer_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('FAILED', 'RETURNED')), _negated=True), fields=('payout',), name='payout_has_one_transfer_that_may_pay'), models.CheckConstraint(condition=models.Q(('amount_rupiah__gt', 0)), name='transfer_is_positive'), models.CheckConstraint(condition=models.Q(('status__in', ['READY', 'SUBMITTED', 'UNKNOWN', 'PAID', 'FAILED', 'STUCK', 'RETURNED'])), name='transfer_status_is_known')],
            },
        ),
        migrations.AddField(
            model_name='ledgerposting',
            name='transfer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='money.transfer'),
        ),
        migrations.CreateModel(
            name='Difference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('NOT_AT_BANK', 'Bank tidak membukukannya'), ('NOT_OURS', 'Bukan referensi kami'), ('TWICE', 'Dibayar lebih dari sekali'), ('AMOUNT', 'Jumlah berbeda'), ('STILL_OPEN', 'Dibukukan bank, belum kami')], max_length=20)),
                ('day', models.DateField(help_text="of the bank's statement")),
                ('ours_rupiah', models.BigIntegerField(help_text='0 where we know of no payment')),
                ('bank_rupiah', models.BigIntegerField(help_text='0 where the bank knows of none')),
                ('found_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('transfer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='differences', to='money.transfer')),
            ],
            options={
                'ordering': ['found_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['found_at'], name='open_differences')],
                'constraints': [models.UniqueConstraint(fields=('reference', 'kind'), name='difference_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='BankExchange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ACCOUNT', 'Tanya rekening'), ('TRANSFER', 'Kirim'), ('STATUS', 'Tanya status'), ('CALLBACK', 'Kabar bank')], max_length=20)),
                ('at', models.DateTimeField(help_text='when the answer was there, or given up')),
                ('took_ms', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=20)),
                ('outcome', models.CharField(help_text='what we took it for: lapak.money.bank.protocol.Outcome', max_length=20)),
                ('bank_reference', models.CharField(blank=True, max_length=64)),
                ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exchanges', to='money.transfer')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='BankCallback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=36)),
                ('day', models.DateField(help_text="of the signature's time, in Jakarta")),
                ('digest', models.CharField(help_text='of moment and body, which the signature covers', max_length=64, unique=True)),
                ('at', models.DateTimeField()),
                ('status', models.CharField(help_text='latestTransactionStatus', max_length=2)),
                ('transfer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='callbacks', to='money.transfer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('external_id', 'day'), name='notice_is_taken_once')],
            },
        ),
        migrations.CreateModel(
            name='TransferHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(blank=True, max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, help_text='a coded reason, never a name or a number of a person', max_length=200)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='money.transfer')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='ledgerposting',
            index=models.Index(fields=['at'], name='postings_of_a_day'),
        ),
        migrations.AddConstraint(
            model_name='ledgerposting',
            constraint=models.UniqueConstraint(fields=('payout', 'transfer', 'kind'), name='event_is_posted_once', nulls_distinct=False),
        ),
    ]
