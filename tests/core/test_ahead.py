"""Pieces are worked on while the next is fetched: in order, one ahead, and no error is lost."""

import threading

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


def test_pieces_are_closed_when_the_work_fails_and_when_nobody_takes_more():
    closed = []

    def pieces():
        try:
            yield from (1, 0, 1)
        finally:
            closed.append(True)

    with pytest.raises(ZeroDivisionError) as kept:
        list(ahead.worked(pieces(), lambda piece: 1 // piece))
    assert (closed, kept.type) == ([True], ZeroDivisionError)
    made = ahead.worked(pieces(), str)
    next(made)
    made.close()
    assert closed == [True, True]
