"""The local certificate of `bin/run --tls`: what it names, when it is made again."""

import datetime
from pathlib import Path

from cryptography import x509

from bin.support import certificate

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


def test_it_names_localhost_and_every_address_of_the_machine(tmp_path: Path) -> None:
    path, key = certificate.ensure(tmp_path / "tls", addresses=["192.0.2.7"], at=NOW)

    found = x509.load_pem_x509_certificate(path.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert {"127.0.0.1", "192.0.2.7"} <= {str(address) for address in names.get_values_for_type(x509.IPAddress)}
    assert key.stat().st_mode & 0o777 == 0o600


def test_it_is_kept_until_an_address_is_new_or_its_end_is_near(tmp_path: Path) -> None:
    path, _ = certificate.ensure(tmp_path, addresses=["192.0.2.7"], at=NOW)
    first = path.read_bytes()

    certificate.ensure(tmp_path, addresses=["192.0.2.7"], at=NOW + datetime.timedelta(days=300))
    assert path.read_bytes() == first

    certificate.ensure(tmp_path, addresses=["192.0.2.7", "198.51.100.9"], at=NOW)
    second = path.read_bytes()
    assert second != first

    certificate.ensure(tmp_path, addresses=["192.0.2.7"], at=NOW + datetime.timedelta(days=392))
    assert path.read_bytes() != second
