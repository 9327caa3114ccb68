"""The register of letters."""

from django.urls import path

from clinics.views import letter_copies, letters

_LETTER = "letters/<int:pk>/"
_RECIPIENT = f"{_LETTER}recipients/<int:recipient>/"

urlpatterns = [
    path("letters/", letters.letter_list, name="letter_list"),
    path("letters/new/", letters.letter_new, name="letter_new"),
    path("letters/register/", letters.letter_register, name="letter_register"),
    path(_LETTER, letters.letter_detail, name="letter_detail"),
    path("letters/<int:pk>.pdf", letter_copies.letter_paper, name="letter_paper"),
    path(f"{_LETTER}edit/", letters.letter_edit, name="letter_edit"),
    path(f"{_LETTER}issue/", letters.letter_issue, name="letter_issue"),
    path(f"{_LETTER}void/", letters.letter_void, name="letter_void"),
    path(f"{_LETTER}pass-on/", letter_copies.letter_pass_on, name="letter_pass_on"),
    path(f"{_LETTER}scan/", letter_copies.letter_scan, name="letter_scan"),
    path(f"{_LETTER}scans/<int:scan>/", letter_copies.letter_scan_file, name="letter_scan_file"),
    path(f"{_LETTER}scans/<int:scan>/remove/", letter_copies.letter_scan_remove, name="letter_scan_remove"),
    path(f"{_RECIPIENT}receive/", letter_copies.letter_receive, name="letter_receive"),
    path(f"{_RECIPIENT}pass-on/", letter_copies.letter_forward, name="letter_forward"),
    path("years/<int:year>/selection/invitation/", letters.selection_invite, name="selection_invite"),
]
