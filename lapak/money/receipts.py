"""The receipt of a claim as PDF: what was claimed, the tax line by line, what was paid where. Reads, writes nothing."""

import io

from django.utils import formats
from django.utils.translation import gettext as _
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from booths.templatetags.pages import rupiah
from lapak.claims.models import Claim
from lapak.money.models import BenefitDetermination, Payout
from lapak.people.identity import BANKS

INK, PALE, LINE = colors.HexColor("#1f2a5c"), colors.HexColor("#5b6478"), colors.HexColor("#c9cede")
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=15, leading=19, textColor=INK)
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=13)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8, leading=11, textColor=PALE)
# A frame keeps 6 points on each side.
WIDTH = A5[0] - 24 * mm - 12


def pdf_of(claim: Claim, payout: Payout | None, *, address: str) -> bytes:
    """Return the document; `address` is where the claim can be followed."""
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written, pagesize=A5, leftMargin=12 * mm, rightMargin=12 * mm, topMargin=12 * mm,
        bottomMargin=12 * mm, title=claim.receipt_number, author="Lapak",
    )  # fmt: skip
    document.build(list(_parts(claim, payout, address)))
    return written.getvalue()


def _parts(claim: Claim, payout: Payout | None, address: str) -> list[Flowable]:
    parts: list[Flowable] = [
        Paragraph(_("Tanda terima klaim JHT"), HEAD),
        Paragraph(f"{claim.receipt_number} · {claim.branch.name}", BODY),
        Spacer(0, 4 * mm),
        _table(_facts(claim)),
    ]
    if payout is not None:
        parts += [Spacer(0, 4 * mm), _sums(payout.determination), Spacer(0, 4 * mm), _table(_payment(claim, payout))]
    parts += [Spacer(0, 6 * mm), _foot(address)]
    return parts


def _facts(claim: Claim) -> list[tuple[str, str]]:
    rows = [
        (_("Peserta"), claim.participant.name),
        ("NIK", claim.participant.masked_nik),
        ("KPJ", claim.membership.masked_kpj),
        (_("Sebab klaim"), claim.get_reason_display()),
        (_("Diajukan"), _moment(claim.filed_at, claim)),
    ]
    if claim.heir_name:
        rows.insert(1, (_("Ahli waris"), f"{claim.heir_name}, {claim.get_heir_relation_display()}"))
    return rows


def _payment(claim: Claim, payout: Payout) -> list[tuple[str, str]]:
    account = claim.bank_account
    rows = [
        (_("Rekening"), f"{BANKS[account.bank_code]} **** {account.last_four}"),
        (_("Keadaan"), payout.get_status_display()),
    ]
    if payout.paid_at is not None:
        last = payout.transfers.order_by("-pk").first()
        rows.append((_("Dibayar"), _moment(payout.paid_at, claim)))
        rows += [(_("Nomor bank"), last.bank_reference)] if last and last.bank_reference else []
    return rows


def _moment(moment: object, claim: Claim) -> str:
    local = moment.astimezone(claim.branch.zone)  # type: ignore[attr-defined]
    return f"{formats.date_format(local, 'j F Y, H.i')} {claim.branch.get_time_zone_display()}"


def _table(rows: list[tuple[str, str]]) -> Table:
    cells = [[Paragraph(term, SMALL), Paragraph(value.replace("•", "*"), BODY)] for term, value in rows]
    return Table(cells, colWidths=[34 * mm, WIDTH - 34 * mm], style=[
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ])  # fmt: skip


def _sums(benefit: BenefitDetermination) -> Table:
    """Gross, each line of the tax, net."""
    bands = [
        (_("PPh 21, %(percent)s %% atas %(amount)s")
         % {"percent": band["rate_percent"], "amount": rupiah(band["base_rupiah"])}, rupiah(-band["tax_rupiah"]))
        for band in benefit.lines
    ]  # fmt: skip
    rows = [(_("Manfaat bruto"), rupiah(benefit.gross_rupiah)), *bands, (_("Dibayarkan"), rupiah(benefit.net_rupiah))]
    texts = [[term, amount.replace("−", "-")] for term, amount in rows]
    return Table(texts, colWidths=[WIDTH - 42 * mm, 42 * mm], style=[
        ("FONT", (0, 0), (-1, -2), "Helvetica", 9.5), ("FONT", (0, -1), (-1, -1), "Helvetica-Bold", 11.5),
        ("ALIGN", (1, 0), (1, -1), "RIGHT"), ("LINEABOVE", (0, -1), (-1, -1), 0.8, INK),
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("TOPPADDING", (0, -1), (-1, -1), 5),
    ])  # fmt: skip


def _foot(address: str) -> Table:
    size = 24 * mm
    widget = QrCodeWidget(address, barLevel="M", barWidth=size, barHeight=size)
    code = Drawing(size, size)
    code.add(widget)
    text = Paragraph(_("Ikuti klaim ini dengan kode di samping. Layanan ini gratis: jangan membayar siapa pun."), SMALL)
    return Table([[code, text]], colWidths=[size + 4 * mm, WIDTH - size - 4 * mm], style=[
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ])  # fmt: skip
