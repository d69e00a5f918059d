"""The desk as Django sees it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "zhidun.desk"
    label = "desk"
