"""Answers to the satisfaction survey: about every second visit is answered, clinics differ."""

from cases.models import Session
from cases.services.surveys import SCORES, answer_survey
from evaluations.demo import texts
from evaluations.demo.scene import Scene, Story

ANSWERS = 700
# How pleased members are: the mean before rounding and cutting to 1..5, 4.3 where no clinic is named.
MEANS = {"CMI": 4.75, "UBN": 4.7, "PCT": 4.6, "SNK": 4.5, "SRN": 3.85, "RBR": 3.75, "TRG": 4.05, "CEN": 4.45}
RESPONDENTS = ("member",) * 17 + ("staff", "agent", "other")


class Answers:
    """Chooses which visits are answered, so that of all visits exactly so many are."""

    def __init__(self, visits: int, answers: int) -> None:
        self.visits_left = visits
        self.answers_left = answers

    def of(self, scene: Scene, session: Session) -> Story:
        """Perhaps the answer to this visit, up to two weeks later."""
        is_chosen = scene.rng.random() * self.visits_left < self.answers_left
        self.visits_left -= 1
        if not is_chosen:
            return
        self.answers_left -= 1
        yield scene.after(0, 8)
        mean = MEANS.get(session.clinic.code, 4.3)
        answer_survey(
            survey_token=session.survey.token,
            scores={name: min(5, max(1, round(scene.rng.gauss(mean, 0.75)))) for name in SCORES},
            respondent_kind=scene.pick(RESPONDENTS),
            comment=scene.pick(texts.COMMENTS) if scene.rng.random() < 0.25 else "",
        )
