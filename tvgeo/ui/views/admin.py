"""Quản trị: accounts, map layers, the state of the data, backup; for administrators only."""

from tvgeo.ui import pages, session, state
from tvgeo.ui.blocks import admin
from tvgeo.ui.components import (
    account_panel,
    admin_panels,
    block,
    door,
    layer_admin,
    pickers,
    store_notice,
)

t = state.words()
base = state.base()
actor = session.actor()
if actor is None or not door.opens(actor, "administer"):
    door.closed(t, actor, "administer")
    pages.end()

block.show(admin.head(t, state.view()), key="head")
store_notice.show(t)
tab = pickers.one("tab", admin.TABS, t("page.admin"), lambda name: t(f"admin.tab.{name}"))
if tab == "accounts":
    account_panel.show(t, base, actor)
elif tab == "layers":
    layer_admin.show(t, base, actor)
elif tab == "check":
    admin_panels.check(t, base)
else:
    admin_panels.system(t, base, actor)
