"""Two names are the same when only case, diacritics, compatibility forms or spaces tell them apart."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raas_batch.names import folded

# The letters KSZ takes: Latin, Basic to Extended-B, and Additional (Registres : concepts et règles, 6.2).
KSZ_LETTERS = [chr(code) for code in (*range(0x20, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isprintable()]
names = st.text(st.sampled_from(KSZ_LETTERS), max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lefèvre", "LEFEVRE"),
        ("Bösch", "Bosch"),
        ("Müßig", "MUSSIG"),
        ("Łukasz Żółw", "lukasz zolw"),
        ("Øyvind Đặng", "Oyvind Dang"),
        ("Ægir Þórsson", "aegir thorsson"),
        ("Guðrún", "Gudrun"),
        ("Œdipe", "OEDIPE"),
        ("Işık", "ISIK"),
        ("İnce", "ince"),
        ("Van  den\tBroeck ", "van den broeck"),
        ("Ｍａｅｓ", "Maes"),
        ("O´Brien", "O'Brien"),
        ("N`Diaye", "N'Diaye"),
    ],
)
def test_the_same_name(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Peeters", "Peters"), ("Saint-Jean", "Saint Jean"), ("D'Haese", "Dhaese"), ("Vandamme", "Van Damme")],
)
def test_another_name(one, other):
    assert folded(one) != folded(other)


def test_hyphens_and_apostrophes_stay():
    assert folded("D'Hondt-Le Roy") == "d'hondt-le roy"


@given(st.text())
def test_folding_again_changes_nothing(name):
    assert folded(folded(name)) == folded(name)


def test_folding_again_changes_no_character_that_unicode_has():
    assert [c for c in map(chr, range(sys.maxunicode + 1)) if folded(folded(c)) != folded(c)] == []


@given(st.text(), st.sampled_from(["NFC", "NFD"]))
def test_the_way_unicode_writes_a_letter_does_not_matter(name, form):
    assert folded(unicodedata.normalize(form, name)) == folded(name)


@given(names)
def test_case_does_not_matter(name):
    assert folded(name.upper()) == folded(name.lower()) == folded(name)


@given(st.text(st.characters(codec="ascii", categories=["Lu", "Ll", "Zs"]) | st.sampled_from("-'.,&()/")))
def test_a_plain_name_keeps_every_letter(name):
    assert folded(name) == " ".join(name.lower().split())


@given(names, names)
def test_spaces_count_once(one, other):
    assert folded(f" {one}  {other} ") == folded(f"{one} {other}")


def test_the_accented_letters_of_europe_become_plain_letters():
    letters = [c for c in KSZ_LETTERS if c.isalpha() and c < "\u0180"]
    # The micro sign is Greek, ŀ keeps its dot and ŉ its modifier apostrophe, as NFKC writes them.
    assert [c for c in letters if not folded(c).isascii()] == ["µ", "Ŀ", "ŀ", "ŉ"]
