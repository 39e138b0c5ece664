"""One file's failure stops no other; whether trying again may help is said by the kind of the failure."""

import pytest
from sqlalchemy.exc import OperationalError

from raas_batch.errors import WrongUse, lasts
from raas_batch.isolation import StationDefective, StationFailed, each

AWAY = OperationalError("select 1", None, Exception("the server is away"))


def failing(errors):
    """Work that fails for some keys, each with its own error."""

    def work(key):
        if key in errors:
            raise errors[key]
        done.append(key)

    done = []
    return work, done


def test_every_other_file_is_tried_and_the_failure_names_those_that_failed():
    work, done = failing({2: AWAY})
    with pytest.raises(StationFailed, match="admit could not handle 2;") as failed:
        each("admit", [1, 2, 3], work)
    assert done == [1, 3]
    assert not lasts(failed.value)


def test_a_defect_of_one_file_does_not_keep_the_others_from_being_tried_again():
    work, _ = failing({1: AssertionError("a record was lost"), 2: AWAY})
    with pytest.raises(StationFailed) as failed:
        each("apply", [1, 2], work)
    assert not lasts(failed.value)


@pytest.mark.parametrize("error", [AssertionError(), KeyError("x"), ValueError(), WrongUse("no")], ids=repr)
def test_what_would_fail_again_is_not_tried_again(error):
    work, _ = failing({1: error})
    with pytest.raises(StationDefective) as failed:
        each("apply", [1], work)
    assert lasts(failed.value)
