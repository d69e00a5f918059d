"""Django application of the API door."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "zhidun.api"
    label = "api"
