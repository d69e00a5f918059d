from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Wires events to their listeners once every room is loaded, and registers the house's own system checks."""

    name = "zhidun.site"
    label = "site"

    def ready(self) -> None:
        from zhidun.site import second_factor, wiring

        wiring.wire()
        second_factor.register()
