"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Files people send in."""

    name = "clinic_project.files"
    label = "files"
    verbose_name = _("แฟ้มแนบ")
