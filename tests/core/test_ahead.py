"""Pieces are worked on while the next is fetched: in order, one ahead, and no error is lost."""

import threading
from contextlib import suppress

import pytest

from raas_batch import ahead


def test_what_was_made_of_each_piece_comes_in_order():
    assert list(ahead.worked(range(100), lambda piece: piece * 2)) == list(range(0, 200, 2))
    assert list(ahead.worked([], str)) == []


def test_no_piece_is_fetched_before_the_one_before_the_last_was_taken():
    fetched = []
    made = ahead.worked((fetched.append(piece) or piece for piece in range(5)), str)
    assert (next(made), fetched) == ("0", [0, 1])
    assert (next(made), fetched) == ("1", [0, 1, 2])


def test_pieces_are_fetched_here_and_worked_on_elsewhere():
    [(fetcher, worker)] = ahead.worked(
        (threading.get_ident() for _ in range(1)), lambda fetcher: (fetcher, threading.get_ident())
    )
    assert fetcher == threading.get_ident() != worker


def test_what_goes_wrong_is_raised_where_the_piece_is_taken():
    made = ahead.worked([1, 0, 1], lambda piece: 1 // piece)
    assert next(made) == 1
    with pytest.raises(ZeroDivisionError):
        next(made)


def test_another_thread_works_on_so_many_pieces_together_and_in_the_end_on_the_rest():
    worked, workers = [], set()

    def work(pieces):
        worked.append(pieces)
        workers.add(threading.get_ident())

    with ahead.followed(work, together=3) as behind:
        for piece in range(7):
            behind.add(piece)
    assert [piece for pieces in worked for piece in pieces] == list(range(7))
    assert all(len(pieces) <= 3 for pieces in worked)
    assert len(workers - {threading.get_ident()}) == len(workers) == 1


def test_who_brings_pieces_waits_for_who_works_on_them():
    may_go_on, worked = threading.Event(), []

    def work(pieces):
        may_go_on.wait()
        worked.extend(pieces)

    with ahead.followed(work, together=2) as behind:
        for piece in range(4):
            behind.add(piece)
        threading.Timer(0.05, may_go_on.set).start()
        behind.add(4)
        assert worked


def test_what_goes_wrong_behind_is_raised_at_the_end_at_the_latest():
    with pytest.raises(ZeroDivisionError), ahead.followed(lambda pieces: 1 // pieces[0], together=1) as behind:
        behind.add(0)


def test_nothing_more_is_begun_once_the_block_has_failed():
    worked = []
    with suppress(KeyError), ahead.followed(worked.extend, together=2) as behind:
        behind.add(1)
        raise KeyError
    assert worked == []
