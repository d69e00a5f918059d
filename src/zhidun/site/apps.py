from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Wires events to their listeners once every room is loaded."""

    name = "zhidun.site"
    label = "site"

    def ready(self) -> None:
        from zhidun.site import wiring

        wiring.wire()
