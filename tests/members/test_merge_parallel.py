"""An officer writes to a record at the moment somebody merges it into another one."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from members.models import Member
from members.services.living import lock_living
from members.services.merges import merge_members
from tests.factories_members import make_member


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_waited_for_a_merge_is_told_where_the_record_went(cast: Any) -> None:
    kept, gone = make_member("CMI"), make_member("CMI", first_name="กัญญา")

    def write(member: Member) -> str:
        try:
            with transaction.atomic():
                lock_living(member)
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(1) as officer:
        with transaction.atomic():
            merge_members(kept, gone, take=[], by=cast["head.cmi"])
            waiting = officer.submit(write, gone)
            sleep(1)
            assert not waiting.done()
        assert kept.number in waiting.result(timeout=20)
