"""Log-in, log-out and one's own password: Django's classes, theirs to keep safe (decision 6)."""

from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpResponse
from django.urls import reverse_lazy

from clinic_project import whereabouts


class SignIn(auth_views.LoginView):
    """Log in with user name and password."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, and note that a visit begins."""
        response = super().form_valid(form)
        whereabouts.begin_visit(self.request, led_elsewhere=bool(self.get_redirect_url()))
        return response


class SignOut(auth_views.LogoutView):
    """Log out (POST only)."""


class ChangePassword(auth_views.PasswordChangeView):
    """Change one's own password."""

    success_url = reverse_lazy("home")
