from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The one-stop window."""

    name = "zhidun.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
