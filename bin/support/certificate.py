"""Makes the local certificate of `bin/run --tls`; it proves nothing to anybody, it only turns the camera on."""

import datetime
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LIFETIME_DAYS = 397  # browsers refuse server certificates that live longer
NAMES = ("localhost",)


def ensure(folder: Path, *, addresses: list[str], at: datetime.datetime) -> tuple[Path, Path]:
    """Return (certificate, key); made again when an address is new or the end is less than a week away."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not (certificate.exists() and key.exists() and _fits(certificate, addresses, at)):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(certificate, key, addresses, at)
    return certificate, key


def _fits(certificate: Path, addresses: list[str], at: datetime.datetime) -> bool:
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    known = {str(address) for address in names.get_values_for_type(x509.IPAddress)}
    return known >= set(addresses) and found.not_valid_after_utc - at > datetime.timedelta(days=7)


def _write(certificate: Path, key: Path, addresses: list[str], at: datetime.datetime) -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Lapak on this machine")])
    alternatives: list[x509.GeneralName] = [x509.DNSName(host) for host in NAMES]
    alternatives += [x509.IPAddress(ipaddress.ip_address(text)) for text in ["127.0.0.1", "::1", *addresses]]
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - datetime.timedelta(days=1))
        .not_valid_after(at + datetime.timedelta(days=LIFETIME_DAYS - 1))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )
    key.touch(mode=0o600)
    key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
