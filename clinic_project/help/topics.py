"""Which help there is, and whose."""

from typing import Any

from clinic_project.help import administrator, board, central, clinic_days, clinic_year, counselling, education
from clinic_project.help.model import Topic

# The order in which topics are listed.
DAYS: tuple[Topic, ...] = (
    clinic_days.OFFICER,
    clinic_days.HEAD,
    clinic_days.SECRETARY,
    central.CENTRAL,
    board.BOARD_SECRETARY,
    board.BOARD_CHAIR,
    board.BOARD_MEMBER,
    education.EDUCATION,
    administrator.ADMINISTRATOR,
)
YEARS: tuple[Topic, ...] = (
    clinic_year.CLINIC_YEAR,
    clinic_year.CLINIC_MONEY,
    central.CENTRAL_YEAR,
    education.EDUCATION_YEAR,
)
SUBJECTS: tuple[Topic, ...] = (counselling.COUNSELLING, counselling.REGISTER, counselling.REGISTER_CENTRAL)
TOPICS = (*DAYS, *SUBJECTS, *YEARS)


def topic_of(slug: str) -> Topic | None:
    """A topic by its address."""
    return next((topic for topic in TOPICS if topic.slug == slug), None)


def own_topics(user: Any) -> list[Topic]:
    """The topics that are a person's own today: days first, then subjects, then what lasts a year.

    Of the days the most particular comes first: what a head or a chair does beyond their people.
    """
    order = ("head", "secretary", "central", "board-secretary", "board-chair", "board-member", "education")
    held = {topic.slug: topic for topic in DAYS if topic.holds(user)}
    if "board-secretary" in held or "board-chair" in held:
        held.pop("board-member", None)
    days = [held[slug] for slug in (*order, "officer", "administrator") if slug in held]
    return [*days, *(topic for topic in (*SUBJECTS, *YEARS) if topic.holds(user))]
