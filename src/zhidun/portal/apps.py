"""The portal as Django sees it."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "zhidun.portal"
    label = "portal"
