import django.db.models.deletion
import lapak.secrets
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nik', lapak.secrets.EncryptedTextField(help_text='16 digits')),
                ('nik_index', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('birth_date', models.DateField()),
                ('mother_maiden_name', lapak.secrets.EncryptedTextField(blank=True)),
                ('npwp', lapak.secrets.EncryptedTextField(blank=True, help_text='15 or 16 digits, as seen on a card; empty: the NIK serves as NPWP')),
                ('phone', models.CharField(help_text='E.164', max_length=20)),
            ],
            options={
                'indexes': [models.Index(fields=['phone'], name='people_of_a_phone')],
            },
        ),
        migrations.CreateModel(
            name='WrongGuess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('REGISTER', 'NIK dan nomor KPJ'), ('CLAIM', 'Nomor klaim dan tanggal lahir'), ('OWNER', 'Bukti pemilik klaim')], max_length=10)),
                ('about', models.CharField(max_length=64)),
                ('address', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'about', 'at'], name='guesses_at_a_thing'), models.Index(fields=['address', 'at'], name='guesses_from_an_address')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['REGISTER', 'CLAIM', 'OWNER'])), name='guess_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kpj_number', models.CharField(max_length=11, unique=True)),
                ('employer_name', models.CharField(max_length=100)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, help_text='empty while the membership is active', null=True)),
                ('contributions_rupiah', models.BigIntegerField()),
                ('return_rupiah', models.BigIntegerField()),
                ('paid_before', models.JSONField(blank=True, default=list, help_text='[day, gross rupiah] of parts paid in the past')),
                ('read_at', models.DateTimeField(help_text='when the register was read')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.participant')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('contributions_rupiah__gte', 0), ('return_rupiah__gte', 0)), name='membership_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank_code', models.CharField(help_text='the 3 digits of Bank Indonesia', max_length=3)),
                ('number', lapak.secrets.EncryptedTextField(help_text='digits only, at most 34')),
                ('number_index', models.CharField(max_length=64)),
                ('holder_name', models.CharField(max_length=100)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='people.participant')),
            ],
            options={
                'indexes': [models.Index(fields=['number_index'], name='people_of_an_account')],
                'constraints': [models.UniqueConstraint(fields=('participant', 'bank_code', 'number_index'), name='participant_has_each_account_once')],
            },
        ),
    ]
