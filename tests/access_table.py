# ruff: noqa: E501 - one line an address, all roles side by side
"""Who gets which answer at which address, written by hand. ``tests/test_access.py`` plays it.

Everything in the column "of CMI" belongs to the clinic CMI, so CMI is the own clinic, PCT another one, and CEN the
central clinic. A cell with one answer stands for all three of its people: head/secretary/officer of a clinic,
chair/secretary/member of a committee. ``in`` is the way to the log-in page. Addresses are asked with GET; where the
third column says POST, with an empty POST.

200 the page, 302 led on, 403 not this role (with the reason), 404 not for this place or not there at all,
422 the form again.
"""

TABLE = """
# address                    | of CMI                   | how  | CMI         | PCT         | CEN         | board       | education   | admin | public

home                         |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
search                       |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
gallery                      |                          | GET  | 403         | 403         | 403         | 403         | 403         | 200   | in
shortcuts                    |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
help                         |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
help_role                    | help                     | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
hint_dismiss                 | hint                     | POST | 302         | 302         | 302         | 302         | 302         | 302   | in
login                        |                          | GET  | 302         | 302         | 302         | 302         | 302         | 302   | 200
logout                       |                          | POST | 302         | 302         | 302         | 302         | 302         | 302   | in
password_change              |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
session_left                 |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | 200
session_stay                 |                          | POST | 302         | 302         | 302         | 302         | 302         | 302   | in
healthz                      |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | 200
readyz                       |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | 200
drafts                       |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
draft_keep                   |                          | POST | 404         | 404         | 404         | 404         | 404         | 404   | 404
draft                        | draft text               | GET  | 404/404/200 | 404         | 404         | 404         | 404         | 404   | in
draft_drop                   | draft text               | GET  | 404/404/200 | 404         | 404         | 404         | 404         | 404   | in
document                     | paper agenda             | GET  | 404         | 404         | 200         | 200         | 404         | 404   | in
document                     | paper minutes            | GET  | 404         | 404         | 200         | 200         | 404         | 404   | in
document                     | paper excerpt            | GET  | 200         | 404         | 200         | 404/200/404 | 404         | 404   | in
admin:index                  |                          | GET  | 302         | 302         | 302         | 302         | 302         | 200   | 302

jobs                         |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
job                          | job                      | GET  | 404         | 404         | 404         | 404         | 404         | 200   | in
job_result                   | job                      | GET  | 404         | 404         | 404         | 404         | 404         | 200   | in
job_retry                    | job                      | POST | 404         | 404         | 404         | 404         | 404         | 302   | in
job_follow                   | checked                  | POST | 404         | 404         | 404         | 404         | 404         | 302   | in

clinics:list                 |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
clinics:detail               | clinic                   | GET  | 200         | 404         | 200         | 404         | 200         | 200   | in
clinics:edit                 | clinic                   | GET  | 200/200/403 | 404         | 403         | 404         | 403         | 403   | in
clinics:confirmation         | clinic                   | GET  | 200         | 404         | 200         | 404         | 200         | 200   | in
clinics:confirmation_blank   | clinic                   | GET  | 200         | 404         | 200         | 404         | 200         | 200   | in

members:list                 |                          | GET  | 200         | 200         | 200         | 403         | 403         | 403   | in
members:new                  |                          | GET  | 200         | 200         | 200         | 403         | 403         | 403   | in
members:receive              |                          | GET  | 200         | 200         | 200         | 403         | 403         | 403   | in
members:detail               | member                   | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
members:detail               | sent member              | GET  | 200         | 404         | 200         | 404         | 404         | 404   | in
members:edit                 | member                   | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
members:edit                 | sent member              | GET  | 200         | 404         | 200         | 404         | 404         | 404   | in
members:reveal               | member                   | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in

cases:session_new            |                          | GET  | 200         | 200         | 200         | 403         | 403         | 403   | in
cases:session_suggest        |                          | POST | 200         | 200         | 200         | 403         | 403         | 403   | in
cases:phrases                |                          | GET  | 200         | 200         | 200         | 403         | 403         | 403   | in
cases:phrase_new             |                          | GET  | 200         | 200         | 200         | 403         | 403         | 403   | in
cases:phrase_edit            | phrase                   | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:phrase_edit            | shared phrase            | GET  | 403         | 403         | 200         | 404         | 404         | 404   | in
cases:phrase_remove          | phrase                   | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:session_list           |                          | GET  | 200         | 200         | 200         | 403         | 403         | 403   | in
cases:session_detail         | session                  | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:session_slip           | session                  | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
survey                       | survey                   | GET  | 200         | 200         | 200         | 200         | 200         | 200   | 200
survey                       | survey wrong             | GET  | 404         | 404         | 404         | 404         | 404         | 404   | 404
survey_done                  |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | 200

cases:list                   |                          | GET  | 200         | 200         | 200         | 403         | 403         | 403   | in
cases:break_glass_log        |                          | GET  | 403/200/403 | 403/200/403 | 200         | 403         | 403         | 403   | in
cases:detail                 | case                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:detail                 | restricted               | GET  | 200/200/404 | 404         | 404         | 404         | 404         | 404   | in
cases:detail                 | sent case                | GET  | 200         | 404         | 200         | 404         | 404         | 404   | in
cases:edit                   | case                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:edit                   | restricted               | GET  | 404/200/404 | 404         | 404         | 404         | 404         | 404   | in
cases:edit                   | sent case                | GET  | 200         | 404         | 403         | 404         | 404         | 404   | in
cases:note                   | case                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:note                   | sent case                | GET  | 200         | 404         | 403         | 404         | 404         | 404   | in
cases:move                   | case start               | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:move                   | case hold                | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:move                   | case reopen              | GET  | 200/403/403 | 404         | 404         | 404         | 404         | 404   | in
cases:severity               | case                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:severity               | sent case                | GET  | 200         | 404         | 403         | 404         | 404         | 404   | in
cases:assign                 | case                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:assign                 | restricted               | GET  | 404/200/404 | 404         | 404         | 404         | 404         | 404   | in
cases:conflict               | case                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:break_glass            | restricted               | GET  | 200/403/404 | 404         | 404         | 404         | 404         | 404   | in
cases:break_glass            | case                     | GET  | 403         | 404         | 404         | 404         | 404         | 404   | in
cases:household              | case                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:household              | restricted               | GET  | 404/200/404 | 404         | 404         | 404         | 404         | 404   | in
cases:household              | sent case                | GET  | 200         | 404         | 403         | 404         | 404         | 404   | in
cases:debt_new               | case                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:debt_new               | sent case                | GET  | 200         | 404         | 403         | 404         | 404         | 404   | in
cases:debt_edit              | debt                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:debt_remove            | debt                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:follow_up_new          | case                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
cases:follow_up_done         | follow-up                | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in

referrals:list               |                          | GET  | 200         | 200         | 200         | 403         | 403         | 403   | in
referrals:new                | case                     | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
referrals:new                | restricted               | GET  | 404/200/404 | 404         | 404         | 404         | 404         | 404   | in
referrals:detail             | draft                    | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
referrals:detail             | sent                     | GET  | 200         | 404         | 200         | 404         | 404         | 404   | in
referrals:detail             | docketed                 | GET  | 200         | 404         | 200         | 403         | 404         | 404   | in
referrals:edit               | draft                    | GET  | 200         | 404         | 404         | 404         | 404         | 404   | in
referrals:move               | draft send               | GET  | 200/403/403 | 404         | 404         | 404         | 404         | 404   | in
referrals:move               | sent accept              | GET  | 403         | 404         | 200         | 404         | 404         | 404   | in
referrals:move               | sent withdraw            | GET  | 200/403/403 | 404         | 403         | 404         | 404         | 404   | in
referrals:move               | info_requested answer_info | GET | 200        | 404         | 403         | 404         | 404         | 404   | in
referrals:move               | returned acknowledge     | GET  | 200/200/403 | 404         | 403         | 404         | 404         | 404   | in
referrals:message            | sent                     | POST | 422         | 404         | 422         | 404         | 404         | 404   | in
referrals:message            | draft                    | POST | 403         | 404         | 404         | 404         | 404         | 404   | in
referrals:tell_member        | returned                 | GET  | 200         | 404         | 403         | 404         | 404         | 404   | in
referrals:brief              | sent                     | GET  | 200         | 404         | 200         | 404         | 404         | 404   | in
referrals:brief              | docketed                 | GET  | 200         | 404         | 200         | 200         | 404         | 404   | in
referrals:measure_new        | in review                | GET  | 403         | 404         | 200         | 404         | 404         | 404   | in
referrals:measure_detail     | measure submitted        | GET  | 200         | 404         | 200         | 404         | 404         | 404   | in
referrals:measure_detail     | docketed measure         | GET  | 200         | 404         | 200         | 404         | 404         | 404   | in
referrals:measure_edit       | measure draft            | GET  | 403         | 404         | 200         | 404         | 404         | 404   | in
referrals:measure_move       | measure draft submit     | GET  | 403         | 404         | 200         | 404         | 404         | 404   | in
referrals:measure_move       | measure submitted endorse | GET | 403         | 404         | 200/200/403 | 404         | 404         | 404   | in
referrals:measure_move       | measure approved implement | GET | 200        | 404         | 403         | 404         | 404         | 404   | in
referrals:excerpt            | decided                  | GET  | 200         | 404         | 200         | 403/200/403 | 404         | 404   | in

referrals:meeting_list       |                          | GET  | 403         | 403         | 200         | 200         | 403         | 403   | in
referrals:meeting_new        |                          | GET  | 403         | 403         | 403         | 403/200/403 | 403         | 403   | in
referrals:meeting_detail     | meeting planned          | GET  | 404         | 404         | 200         | 200         | 404         | 404   | in
referrals:meeting_detail     | meeting closed           | GET  | 404         | 404         | 200         | 200         | 404         | 404   | in
referrals:meeting_move       | meeting planned freeze   | GET  | 404         | 404         | 403         | 403/200/403 | 404         | 404   | in
referrals:meeting_move       | meeting agenda_frozen hold | GET | 404        | 404         | 403         | 403/200/403 | 404         | 404   | in
referrals:meeting_move       | meeting held close       | GET  | 404         | 404         | 403         | 403/200/403 | 404         | 404   | in
referrals:meeting_move       | meeting closed reopen    | GET  | 404         | 404         | 403         | 403/200/403 | 404         | 404   | in
referrals:meeting_attendance | meeting held             | GET  | 404         | 404         | 403         | 403/200/403 | 404         | 404   | in
referrals:meeting_certify    | meeting closed           | GET  | 404         | 404         | 403         | 200/403/403 | 404         | 404   | in
referrals:meeting_item_add   | meeting planned          | GET  | 404         | 404         | 403         | 403/200/403 | 404         | 404   | in
referrals:meeting_item_remove | item planned            | GET  | 404         | 404         | 403         | 403/200/403 | 404         | 404   | in
referrals:item_detail        | item sitting             | GET  | 404         | 404         | 200         | 200         | 404         | 404   | in
referrals:item_note          | item sitting             | GET  | 404         | 404         | 403         | 403/200/403 | 404         | 404   | in
referrals:item_interest      | item sitting             | GET  | 404         | 404         | 404         | 200         | 404         | 404   | in
referrals:item_interest_withdraw | interest             | POST | 404         | 404         | 403         | 403/302/403 | 404         | 404   | in
referrals:item_vote          | item sitting             | GET  | 404         | 404         | 403         | 200         | 404         | 404   | in
referrals:item_resolution    | item sitting             | GET  | 404         | 404         | 403         | 403/200/403 | 404         | 404   | in
referrals:item_undo          | item held                | GET  | 404         | 404         | 403         | 403/200/403 | 404         | 404   | in
referrals:meeting_agenda     | meeting agenda_frozen    | GET  | 404         | 404         | 200         | 200         | 404         | 404   | in
referrals:meeting_minutes    | meeting closed           | GET  | 404         | 404         | 200         | 200         | 404         | 404   | in

evaluations:index            |                          | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
evaluations:year             | year                     | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
evaluations:rows             | rows                     | GET  | 200         | 200         | 200         | 200         | 200         | 200   | in
evaluations:freeze           | year                     | GET  | 403         | 403         | 403         | 403         | 200/200/403 | 403   | in
evaluations:issue            | year                     | GET  | 403         | 403         | 403         | 403         | 200/200/403 | 403   | in
evaluations:report           | year                     | GET  | 403         | 403         | 200         | 200         | 200         | 200   | in
evaluations:clinic_report    | clinic figures           | GET  | 200         | 403         | 200         | 200         | 200         | 200   | in
"""

PLACES = ("CMI", "PCT", "CEN", "board", "edu", "admin", "public")
CLINIC_SEATS, COMMITTEE_SEATS = ("head", "secretary", "officer"), ("chair", "secretary", "member1")


def people_of(place: str) -> list[str]:
    """User names behind a column; the public has none."""
    if place in {"admin", "public"}:
        return [place]
    if place in {"board", "edu"}:
        return [f"{place}.{seat}" for seat in COMMITTEE_SEATS]
    return [f"{seat}.{place.lower()}" for seat in CLINIC_SEATS]


def _read(line: str) -> tuple[str, str, str, dict[str, str]]:
    name, thing, method, *cells = (cell.strip() for cell in line.split("|"))
    answers: dict[str, str] = {}
    for place, cell in zip(PLACES, cells, strict=True):
        people, codes = people_of(place), cell.split("/")
        codes = codes * len(people) if len(codes) == 1 else codes
        answers |= dict(zip(people, codes, strict=True))
    return name, thing, method, answers


ROWS = [_read(line) for line in TABLE.strip().splitlines() if line and not line.startswith("#")]
EVERYBODY = [person for place in PLACES for person in people_of(place)]
