"""The notice at the end of a long job, for whoever started it and went on with something else."""

from __future__ import annotations

from zhidun.cases.outbox import notify
from zhidun.kernel.events import ImportEnded
from zhidun.kernel.text import Text, t

ENDS: dict[str, Text] = {
    "done": t("已完成", "done"),
    "stopped": t("已取消", "cancelled"),
    "failed": t("未能完成", "not finished"),
}


def on_import_ended(event: ImportEnded) -> None:
    """Tell the account that started an import how it ended; a run started by the system tells nobody."""
    kind, _, account = event.started_by.partition(":")
    if kind != "account" or not account.isdigit():
        return
    end = ENDS.get(event.state, Text(event.state, event.state))
    notify(
        key=f"import:{event.run}:{event.state}",
        case=None,
        account_id=int(account),
        subject=t(f"导入{end.zh}：{event.filename}", f"Import {end.en}: {event.filename}"),
        body=t(
            f"可登记或已登记 {event.made} 行，有问题 {event.faults} 行。",
            f"{event.made} rows fit or were registered, {event.faults} have faults.",
        ),
    )
