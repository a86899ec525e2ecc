from __future__ import annotations

import pickle

from avatarstudio.core.errors import SeveralFacesError


def test_an_error_keeps_its_sentence_and_facts_between_processes() -> None:
    error = SeveralFacesError(count=3)
    other = pickle.loads(pickle.dumps(error))
    assert type(other) is SeveralFacesError
    assert (str(other), other.count, other.exit_code) == (str(error), 3, 2)
