"""Rows of the room."""

from __future__ import annotations

from zhidun.enforcement.models.campaign import Campaign, CampaignCase, CampaignState, CampaignUnit
from zhidun.enforcement.models.goods import InventoryLine
from zhidun.enforcement.models.public import Publication
from zhidun.enforcement.models.similar import TypeGroup, TypeGroupCase
from zhidun.enforcement.models.urgent import UrgentCall, UrgentGround

__all__ = [
    "Campaign",
    "CampaignCase",
    "CampaignState",
    "CampaignUnit",
    "InventoryLine",
    "Publication",
    "TypeGroup",
    "TypeGroupCase",
    "UrgentCall",
    "UrgentGround",
]
