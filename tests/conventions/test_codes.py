"""Tests about the codes: what every line of the table owes to the sender who reads it."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from raas_batch import codes
from raas_batch.codes import CODES, Language, Scope, Severity, Text, UnknownCode, catalogue, explain, table

PAGE = Path(__file__).parents[2] / "docs" / "codes.md"
REGENERATE = "python -m raas_batch.codes.catalogue > docs/codes.md"

NAMES = {name: value for name, value in vars(codes).items() if name.isupper() and isinstance(value, str)}

# A clerk is told what was found and what to do, not that something went wrong.
BANNED = {
    Language.EN: ("invalid", "error", "illegal", "validation failed", "merged", "deleted"),
    Language.NL: ("ongeldig", "fout", "client", "gewist"),
    Language.FR: ("invalide", "erreur", "illégal", "supprimé"),
    Language.DE: ("ungültig", "fehler", "gelöscht"),
}
# The words that belong to one language and so betray a text left in another (domain terms of KSZ).
OWN_TERMS = {
    Language.EN: ("SSIN", "CBE"),
    Language.NL: ("INSZ", "KBO", "KSZ"),
    Language.FR: ("NISS", "BCE", "BCSS"),
    Language.DE: ("ENSS", "ZDU"),
}

every_language = pytest.mark.parametrize("language", Language)


def texts(language: Language) -> list[tuple[str, Text]]:
    return [(code.code, code.text(language)) for code in table.TABLE]


def words(text: Text) -> str:
    return f"{text.title} {text.remedy}"


def test_a_code_occurs_once():
    assert len(CODES) == len(table.TABLE)


def test_each_part_of_the_table_is_sorted():
    for module in table._MODULES:
        written = [code.code for code in module.TABLE]
        assert written == sorted(written), f"sort the table of {module.__name__}"


def test_the_codes_are_sorted():
    assert list(CODES) == sorted(CODES)


def test_every_code_has_one_name_and_every_name_its_code():
    assert sorted(NAMES.values()) == list(CODES), "give each code one constant in raas_batch/codes/__init__.py"


def test_a_code_is_ours_or_the_one_of_ksz():
    assert [code for code in CODES if not re.fullmatch(r"MSG00000|RAAS0[1-4]\d\d", code)] == []


def test_the_number_of_a_code_tells_its_scope():
    of_a_file = [code.code for code in table.TABLE if code.scope is Scope.FILE]
    assert of_a_file == [code for code in CODES if code.startswith(("RAAS01", "RAAS02"))]


def test_a_field_is_the_name_of_an_element():
    fields = {code.field for code in table.TABLE if code.field is not None}
    assert [field for field in fields if not re.fullmatch(r"[a-z][A-Za-z0-9]*", field)] == []


@every_language
def test_a_title_is_one_sentence(language: Language):
    unlike = {c for c, text in texts(language) if not re.fullmatch(r"[A-Z][^.?!]*\.", text.title)}
    assert unlike == set(), "begin with a capital, end with the only full stop"


@every_language
def test_a_remedy_is_one_or_two_sentences(language: Language):
    unlike = {c for c, text in texts(language) if not 1 <= len(re.findall(r"\.(?=\s|$)", text.remedy)) <= 2}
    assert unlike == set(), "say what the sender must do, in at most two sentences"


@every_language
def test_a_remedy_ends_with_a_full_stop(language: Language):
    assert {code for code, text in texts(language) if not text.remedy.endswith(".")} == set()


@every_language
def test_no_text_blames_or_shouts(language: Language):
    banned = (*BANNED[language], "!")
    found = [(c, word) for c, text in texts(language) for word in banned if word in words(text).lower()]
    assert found == [], "say what was found and what to do instead"


@every_language
def test_every_text_uses_the_terms_of_its_own_language(language: Language):
    foreign = [term for other in Language if other is not language for term in OWN_TERMS[other]]
    found = [(c, t) for c, text in texts(language) for t in foreign if re.search(rf"\b{t}\b", words(text))]
    assert found == []


@every_language
def test_no_text_breaks_a_table_or_a_line(language: Language):
    assert {code for code, text in texts(language) if re.search(r"[|<>`\n]|  ", words(text))} == set()


@pytest.mark.parametrize(("one", "other"), list(combinations(Language, 2)))
def test_no_language_is_a_copy_of_another(one: Language, other: Language):
    pairs = [(code.code, code.text(one), code.text(other)) for code in table.TABLE]
    assert {code for code, a, b in pairs if a.title == b.title or a.remedy == b.remedy} == set()


@every_language
def test_no_two_codes_say_the_same(language: Language):
    titles = [text.title for _, text in texts(language)]
    assert len(set(titles)) == len(titles)


def test_the_names_of_the_code_base_find_their_line():
    mock = codes.lookup(codes.SSIN_MOCK)
    assert (mock.code, mock.severity, mock.field) == ("RAAS0305", Severity.FATAL, "ssin")


def test_an_explanation_without_a_language_gives_all_four():
    explanation = explain(codes.SSIN_REPLACED)
    assert explanation.startswith("RAAS0313  WARNING  RECORD  ssin\n")
    for language in Language:
        text = CODES[codes.SSIN_REPLACED].text(language)
        assert f"\n{language.upper()}  {text.title}\n    {text.remedy}" in explanation


def test_an_explanation_in_one_language_leaves_the_others_out():
    assert explain(codes.ALL_OR_NOTHING, Language.NL) == (
        "RAAS0342  FATAL  RECORD\n"
        "\n"
        "NL  Het record is niet verwerkt, omdat een ander record van dit alles-of-nietsbestand niet slaagt.\n"
        "    Verbeter de records die niet slagen. Stuur daarna het hele bestand opnieuw, want geen enkel "
        "record ervan is verwerkt."
    )


def test_a_code_typed_in_lower_case_is_explained():
    assert explain(" raas0301 ") == explain("RAAS0301")


def test_a_code_that_does_not_exist_names_those_that_look_like_it():
    with pytest.raises(UnknownCode, match=r"there is no code 'RAAS301'; did you mean RAAS0301"):
        explain("RAAS301")


def test_a_code_that_looks_like_none_points_to_the_list():
    with pytest.raises(UnknownCode, match=r"there is no code 'hello'; docs/codes\.md lists every code"):
        codes.lookup("hello")


def test_the_reference_page_is_the_one_generated():
    assert PAGE.exists(), f"write docs/codes.md: {REGENERATE}"
    # Not assert ==: the difference of two long pages says less than the command.
    if PAGE.read_text(encoding="utf-8") != catalogue.render():
        pytest.fail(f"docs/codes.md no longer says what the table says; write it anew: {REGENERATE}")


def test_the_contents_lead_to_a_section_for_every_code():
    page = catalogue.render()
    assert re.findall(r"^## (\w+)$", page, flags=re.M) == list(CODES)
    assert re.findall(r"^\| \[\w+\]\(#(\w+)\)", page, flags=re.M) == [code.lower() for code in CODES]
