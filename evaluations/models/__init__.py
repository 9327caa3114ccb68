"""The year-end evaluation what clinics exhibit, how they are followed up."""

from evaluations.models.evaluation import Evaluation
from evaluations.models.poster import Poster, PosterPhoto
from evaluations.models.visit import MonitoringVisit

__all__ = ["Evaluation", "MonitoringVisit", "Poster", "PosterPhoto"]
