"""Indonesian unless somebody clicks; English then, everywhere; Django's own catalogues never speak over ours."""

import re

import polib
import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from bin.support import messages
from booths.demo import CIKARANG
from booths.errors import NotFound
from booths.language import LanguageMiddleware, chosen
from tests.cast import cikarang

CATALOGUES = ("django", "djangojs")


def catalogue(name: str) -> polib.POFile:
    return polib.pofile(str(messages.LOCALE / "en" / "LC_MESSAGES" / f"{name}.po"))


def read(address: str, *, cookie: str = "", wish: str = "en-GB,en;q=0.9") -> str:
    """Return the page as a browser that prefers English gets it; a cookie is what a click on ID or EN leaves."""
    client = Client(headers={"accept-language": wish})
    if cookie:
        client.cookies["django_language"] = cookie
    return client.get(address).content.decode()


@pytest.mark.django_db
def test_a_first_visit_is_in_indonesian_whatever_the_browser_wishes() -> None:
    page = read("/login/")

    assert '<html lang="id"' in page
    assert "Kata sandi" in page


@pytest.mark.django_db
def test_a_click_makes_the_page_english() -> None:
    page = read("/login/", cookie="en")

    assert '<html lang="en"' in page
    assert "Password" in page
    assert "Kata sandi" not in page


@pytest.mark.django_db
def test_the_click_is_remembered_and_taken_back() -> None:
    client = Client()
    for language, word in (("en", "Password"), ("id", "Kata sandi")):
        client.post("/language/setlang/", {"language": language, "next": "/login/"})

        assert word in client.get("/login/").content.decode()


def test_scripts_get_the_texts_of_the_same_language() -> None:
    entry = next(
        entry
        for entry in catalogue("djangojs")
        if entry.msgstr and entry.msgstr != entry.msgid and entry.msgid.isascii()
    )

    assert f'"{entry.msgid}": ' in read("/catalogue.js", cookie="en")
    assert f'"{entry.msgid}": ' not in read("/catalogue.js")


@pytest.mark.django_db
def test_a_public_page_and_its_refusals_follow_the_click() -> None:
    cikarang()
    assert '<html lang="en"' in read(f"/ticket/{CIKARANG}/", cookie="en")
    assert "Not found" in read("/ticket/nowhere/", cookie="en")


def test_a_cookie_with_nonsense_means_the_products_own_language() -> None:
    assert [chosen(cookie) for cookie in ("", "en", "id", "de", "../en", "en-GB")] == [
        "id",
        "en",
        "id",
        "id",
        "id",
        "id",
    ]


def test_the_language_of_one_request_does_not_stay_for_the_next() -> None:
    seen = []

    def answer(request):  # type: ignore[no-untyped-def]
        from django.http import HttpResponse

        seen.append(translation.get_language())
        return HttpResponse()

    middleware = LanguageMiddleware(answer)
    request = RequestFactory().get("/")
    request.COOKIES["django_language"] = "en"
    before = translation.get_language()
    response = middleware(request)

    assert (seen, translation.get_language()) == (["en"], before)
    assert response["Content-Language"] == "en"
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_catalogue_of_django_changes_an_indonesian_text(name: str) -> None:
    translations = translation.trans_real.DjangoTranslation("id", domain=name)  # type: ignore[attr-defined]
    spoken_over = {
        entry.msgid: spoken
        for entry in catalogue(name)
        if not entry.msgctxt and (spoken := translations.gettext(entry.msgid)) != entry.msgid
    }

    assert not spoken_over


def test_a_refusal_speaks_the_language_of_its_reader() -> None:
    with translation.override("en"):
        assert NotFound().sentence == "Not found."
    with translation.override("id"):
        assert NotFound().sentence == "Tidak ditemukan."


def test_the_catalogues_are_complete_and_compiled() -> None:
    found = {"django": messages.find_server_texts, "djangojs": messages.find_page_texts}
    faults = [
        fault
        for name, find in found.items()
        for fault in messages.check(messages.LOCALE / "en" / "LC_MESSAGES" / f"{name}.po", find(messages.ROOT))
    ]

    assert not faults, "\n".join(faults)


def test_the_collector_reads_what_people_write() -> None:
    python = 'x = _("Satu"), gettext_noop("Dua"), ngettext("%d orang", "%d orang saja", n), gettext(name)'
    template = (
        '  {% translate "Tiga" %}\n{% blocktranslate with n=1 %}Empat {{ n }}{% endblocktranslate %}\n\t{{ _("Lima") }}'
    )
    script = 'html`<p>${x ? html`<b>${gettext("Enam")}</b> don\'t` : nothing}</p>${ngettext("%s x", \'%s y\', n)}`'

    assert [key[1:] for key in messages.python_texts(python)] == [
        ("Satu", None),
        ("Dua", None),
        ("%d orang", "%d orang saja"),
    ]
    assert [key[1] for key in messages.template_texts(template)] == ["Tiga", "Empat %(n)s", "Lima"]
    assert [key[1:] for key in messages.script_texts(script, "x.js")] == [("Enam", None), ("%s x", "%s y")]
    with pytest.raises(messages.Unreadable, match=r"x\.js:2"):
        list(messages.script_texts("\ngettext(word)", "x.js"))


def test_the_check_finds_every_fault_of_a_catalogue(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "django.po"
    found = {(None, text, None): ["a.py"] for text in ("Halo %(name)s", "Baru", "Kosong")}
    messages.update(path, {(None, text, None): ["a.py"] for text in ("Halo %(name)s", "Kosong", "Lama")})
    written = polib.pofile(str(path))
    written.find("Halo %(name)s").msgstr = "Hello %(nama)s"
    written.find("Lama").msgstr = "Old"
    written.save()

    faults = messages.check(path, found)

    assert [re.sub(r"^django: ", "", fault).split(":")[0] for fault in faults] == [
        "django.mo is older than django.po",
        "missing",
        "obsolete",
        "other placeholders than the source",
        "untranslated",
    ]
