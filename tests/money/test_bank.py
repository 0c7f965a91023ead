"""The client and the simulator: signatures are checked, tokens renewed, secrets not shown, the book is kept."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa

from lapak.money.bank import codes, signatures
from lapak.money.bank.protocol import Account, Order, Outcome
from lapak.money.bank.snap import SnapBank
from lapak.money.states import Rail
from tests.money.cast import MORNING, Clock
from tests.money.simulator import Simulator

ACCOUNT = Account("014", "7712345678", "SITI RAHMAWATI")
ORDER = Order("LPK2026112300000001", ACCOUNT, 59_500_000, Rail.INTERBANK, MORNING)
LATER = MORNING + timedelta(hours=1)


def test_the_time_is_written_with_jakartas_offset_in_25_characters() -> None:
    assert signatures.format_time(MORNING) == "2026-11-23T09:30:00+07:00"


def test_the_symmetric_signature_equals_a_worked_example() -> None:
    """Computed with `openssl dgst -sha512 -hmac`, not with our code."""
    signature = signatures.sign_request(
        "rahasia",
        method="POST",
        path="/v1.0/transfer-interbank",
        token="abc",
        body=b'{"a":"b"}',
        timestamp="2026-11-23T09:30:00+07:00",
    )

    assert signature == "5OysmbdODKJimQELnhpCXJlGi5j5EthDA+ls2n0nDFa3oXBG6TEnTNdacGjSWEPRdl3JCFfUGUFrr43vC6jL4g=="


def test_a_transfer_that_succeeded_is_found_by_its_reference(bank: SnapBank, simulator: Simulator) -> None:
    before = bank.inquire_transfer(ORDER)
    sent = bank.transfer(ORDER, not_after=LATER)
    after = bank.inquire_transfer(ORDER)

    assert [answer.outcome for answer in (before, sent, after)] == [Outcome.NOT_FOUND, Outcome.SUCCESS, Outcome.SUCCESS]
    assert sent.bank_reference == after.bank_reference != ""
    assert simulator.read_book() == {ORDER.reference: 1}


def test_a_wrong_client_secret_is_refused_and_nothing_is_booked(simulator: Simulator, clock: Clock) -> None:
    bank = simulator.connect(clock, client_secret="wrong")

    answer = bank.transfer(ORDER, not_after=LATER)

    assert (answer.outcome, answer.code) == (Outcome.NOT_SENT, "4011800")
    assert simulator.read_book() == {}
    bank.close()


def test_a_wrong_private_key_gets_no_token(bank: SnapBank, simulator: Simulator) -> None:
    bank.private_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    answer = bank.transfer(ORDER, not_after=LATER)

    assert (answer.outcome, answer.code) == (Outcome.NOT_SENT, "no-token")
    assert simulator.read_book() == {}


def test_a_changed_byte_in_the_body_is_refused(bank: SnapBank, simulator: Simulator) -> None:
    def change_amount(request: httpx.Request) -> None:
        if b"59500000" in request.content:
            request.stream = httpx.ByteStream(request.content.replace(b"59500000", b"59500001"))

    bank.http.event_hooks = {"request": [change_amount]}

    answer = bank.transfer(ORDER, not_after=LATER)

    assert (answer.outcome, answer.code) == (Outcome.NOT_SENT, "4011800")
    assert simulator.read_book() == {}


def test_the_same_reference_is_booked_once_and_another_body_under_it_is_noticed(
    bank: SnapBank, simulator: Simulator
) -> None:
    bank.transfer(ORDER, not_after=LATER)

    same = bank.transfer(ORDER, not_after=LATER)
    other = bank.transfer(replace(ORDER, amount_rupiah=1), not_after=LATER)

    assert (same.code, other.code) == ("4091801", "4041818")
    assert {same.outcome, other.outcome} == {Outcome.UNKNOWN}
    assert simulator.read_book() == {ORDER.reference: 1}


def test_a_status_about_another_amount_is_not_believed(bank: SnapBank) -> None:
    bank.transfer(ORDER, not_after=LATER)

    assert bank.inquire_transfer(replace(ORDER, amount_rupiah=1)).outcome is Outcome.UNKNOWN


def test_an_expired_token_is_renewed(bank: SnapBank, clock: Clock) -> None:
    bank.inquire_account(ACCOUNT, rail=Rail.INTERBANK)
    first = bank.token
    clock.move(timedelta(hours=2))

    assert bank.inquire_account(ACCOUNT, rail=Rail.INTERBANK).outcome is Outcome.SUCCESS
    assert bank.token != first


def test_a_token_that_the_bank_forgot_costs_one_refusal_and_is_renewed(bank: SnapBank, simulator: Simulator) -> None:
    bank.inquire_account(ACCOUNT, rail=Rail.INTERBANK)
    simulator.server.tokens.clear()

    first = bank.transfer(ORDER, not_after=LATER)
    second = bank.transfer(ORDER, not_after=LATER)

    assert (first.outcome, second.outcome) == (Outcome.NOT_SENT, Outcome.SUCCESS)


def test_an_order_whose_time_is_over_does_not_leave(bank: SnapBank, simulator: Simulator, clock: Clock) -> None:
    answer = bank.transfer(ORDER, not_after=clock() - timedelta(seconds=1))

    assert (answer.outcome, answer.code) == (Outcome.NOT_SENT, "too-late")
    assert simulator.read_book() == {}


def test_an_inquiry_that_did_not_reach_the_bank_says_nothing_about_the_transfer(
    simulator: Simulator, clock: Clock
) -> None:
    nowhere = simulator.connect(clock, url="http://127.0.0.1:9")

    assert nowhere.inquire_transfer(ORDER).outcome is Outcome.UNKNOWN
    nowhere.close()


def test_account_numbers_and_names_do_not_show_in_what_gets_printed() -> None:
    assert ACCOUNT.number not in repr(ORDER)
    assert ACCOUNT.holder_name not in repr(ORDER)


def test_the_book_and_the_credentials_survive_a_restart_of_the_simulator(tmp_path: Path, clock: Clock) -> None:
    first = Simulator(tmp_path)
    client = first.connect(clock)
    client.transfer(ORDER, not_after=LATER)
    client.close()
    first.close()

    second = Simulator(tmp_path)
    client = second.connect(clock)
    answer = client.inquire_transfer(ORDER)
    client.close()

    assert answer.outcome is Outcome.SUCCESS
    assert second.credentials == first.credentials
    second.close()


def test_the_simulator_keeps_its_credentials_for_its_owner_only(simulator: Simulator) -> None:
    folder = Path(simulator.credentials["LAPAK_BANK_PRIVATE_KEY"]).parent

    assert {(folder / name).stat().st_mode & 0o777 for name in ("client.pem", "credentials.json")} == {0o600}


def test_the_control_endpoint_refuses_what_a_foreign_page_could_send(simulator: Simulator) -> None:
    answer = simulator.http.post("/control/reset", content=b"{}", headers={"Content-Type": "text/plain"})

    assert answer.status_code == 415


def test_faults_and_modes_asked_for_over_the_line_hold_until_they_are_taken_back(
    bank: SnapBank, simulator: Simulator
) -> None:
    def control(wish: str, **body: object) -> None:
        simulator.http.post(f"/control/{wish}", json=body).raise_for_status()

    def send() -> Outcome:
        return bank.transfer(ORDER, not_after=LATER).outcome

    control("script", behaviour="error_500", at="transfer")
    control("forgive")
    control("mode", deduplicates=False)
    outcomes = [send(), send()]
    book = simulator.http.get("/control/ledger").json()
    control("reset")

    assert outcomes == [Outcome.SUCCESS, Outcome.SUCCESS]
    assert [(row["reference"], row["count"]) for row in book] == [(ORDER.reference, 2)]
    assert simulator.http.get("/control/ledger").json() == []
    assert simulator.http.post("/control/dance", json={}).status_code == 400


def test_every_code_of_the_table_comes_through_the_line_with_its_meaning(bank: SnapBank, simulator: Simulator) -> None:
    """200 and 202 are what the simulator does by itself; an account inquiry and each rail read the same table."""
    for key, meaning in codes.MEANING.items():
        if key in {"20000", "20200"}:
            continue
        for rail, service in ((Rail.INTERBANK, "18"), (Rail.INTRABANK, "17"), (Rail.SKN, "23"), (Rail.RTGS, "22")):
            simulator.fail("answer_code", code=f"{key[:3]}{service}{key[3:]}")
            order = replace(ORDER, reference=f"LPK{key}{service}", rail=rail)
            answer = bank.transfer(order, not_after=LATER)
            assert (answer.outcome, answer.code) == (meaning, f"{key[:3]}{service}{key[3:]}")
            bank.token = ""  # a refused token is fetched anew
    assert simulator.read_book() == {}


def test_every_status_of_an_inquiry_comes_with_its_meaning() -> None:
    for latest, meaning in codes.STATUS_MEANING.items():
        assert codes.read_status(200, "2003600", latest) is meaning
    assert codes.read_status(404, "4043601", None) is Outcome.NOT_FOUND
    assert codes.read_status(200, "2003600", "99") is Outcome.UNKNOWN


def test_large_amounts_go_over_the_rails_of_working_days(bank: SnapBank, simulator: Simulator) -> None:
    for rail in (Rail.SKN, Rail.RTGS):
        order = replace(ORDER, reference=f"LPK{rail}", rail=rail)
        assert bank.transfer(order, not_after=LATER).outcome is Outcome.SUCCESS
        assert bank.inquire_transfer(order).outcome is Outcome.SUCCESS
