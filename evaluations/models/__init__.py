"""The year-end evaluation and what clinics exhibit."""

from evaluations.models.evaluation import Evaluation
from evaluations.models.poster import Poster, PosterPhoto

__all__ = ["Evaluation", "Poster", "PosterPhoto"]
