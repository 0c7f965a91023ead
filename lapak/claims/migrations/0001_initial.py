import django.db.models.deletion
import lapak.claims.models
import lapak.secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('booths', '0001_initial'),
        ('booths', '__first__'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receipt_number', models.CharField(max_length=20, unique=True)),
                ('reason', models.CharField(choices=[('RETIREMENT_AGE', 'Usia pensiun'), ('FIXED_TERM_END', 'Berakhirnya PKWT'), ('RESIGNATION', 'Mengundurkan diri'), ('LAYOFF', 'PHK'), ('LEAVING_INDONESIA', 'Meninggalkan Indonesia'), ('TOTAL_DISABILITY', 'Cacat total tetap'), ('DEATH', 'Meninggal dunia'), ('PARTIAL_10', 'Sebagian 10 %'), ('PARTIAL_30_HOUSING', 'Sebagian 30 % perumahan')], max_length=30)),
                ('channel', models.CharField(choices=[('ONLINE', 'Daring'), ('ONSITE', 'Di kantor cabang'), ('COLLECTIVE', 'Kolektif')], max_length=20)),
                ('status', models.CharField(choices=[('SUBMITTED', 'Diajukan'), ('IN_SESSION', 'Sedang diverifikasi'), ('VERIFIED', 'Terverifikasi'), ('FOLLOW_UP', 'Perlu tindak lanjut'), ('REJECTED', 'Ditolak'), ('PAID', 'Dibayar'), ('WITHDRAWN', 'Dibatalkan')], default='SUBMITTED', max_length=20)),
                ('filed_at', models.DateTimeField()),
                ('rule_version', models.CharField(default='Permenaker-4/2022', help_text='in force when it was filed', max_length=30)),
                ('heir_name', lapak.secrets.EncryptedTextField(blank=True, help_text='who claims after a participant has died')),
                ('heir_relation', models.CharField(blank=True, choices=[('', 'Pilih'), ('SPOUSE', 'Janda atau duda'), ('CHILD', 'Anak'), ('PARENT', 'Orang tua'), ('GRANDCHILD', 'Cucu'), ('GRANDPARENT', 'Kakek atau nenek'), ('SIBLING', 'Saudara kandung'), ('PARENT_IN_LAW', 'Mertua'), ('WILL', 'Ditunjuk dalam wasiat')], max_length=20)),
                ('follow_key', models.CharField(default=lapak.claims.models.new_follow_key, max_length=24, unique=True)),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='people.bankaccount')),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='booths.branch')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='people.membership')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='people.participant')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', 'IN_SESSION')), fields=['id'], name='claims_in_session')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('SUBMITTED', 'IN_SESSION', 'VERIFIED', 'FOLLOW_UP'))), fields=('membership',), name='membership_has_one_open_claim'), models.CheckConstraint(condition=models.Q(('status__in', ['SUBMITTED', 'IN_SESSION', 'VERIFIED', 'FOLLOW_UP', 'REJECTED', 'PAID', 'WITHDRAWN'])), name='claim_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('reason', 'DEATH'), _negated=True), models.Q(('heir_relation', ''), _negated=True), _connector='OR'), name='death_is_claimed_by_an_heir')],
            },
        ),
        migrations.CreateModel(
            name='ClaimHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(blank=True, max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, help_text='a coded reason, never a name or a number of a person', max_length=200)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='claims.claim')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
            },
        ),
    ]
