"""What the plan and public sources say of a work, each with its citation or address."""

from tvgeo.core.metrics import Standing
from tvgeo.core.plan import Project
from tvgeo.locale import Locale
from tvgeo.render import cards, phrases
from tvgeo.render.node import Child, Node, h
from tvgeo.services.view import View
from tvgeo.ui.blocks import geometry
from tvgeo.ui.blocks import plan as plan_blocks
from tvgeo.ui.blocks import units as units_block


def says(t: Locale, view: View, item: Standing) -> Node:
    """Return what the plan says, public facts with their sources, and how it is drawn."""
    project, registry = item.project, view.registry
    noted = plan_blocks.substantial(view)
    notes = [c for c in noted if project.project_id in c.item_ids]
    pairs: list[tuple[str, Child]] = []

    def add(key: str, value: Child) -> None:
        if value:
            pairs.append((t(key), value))

    task = registry.tasks.get(project.task_no) if project.task_no else None
    target = phrases.promised(t, project.target_value or "", project.target_unit)
    add("work.plan.citation", project.citation)
    add("units.work.place", units_block.places(t, view, project))
    add("units.work.agency", units_block.agencies(t, view, project))
    add(
        "work.plan.task",
        t("work.plan.task_value", tt=task.tt, title=t.name(task)) if task else None,
    )
    add("work.plan.target", target)
    add("work.plan.due", _due(t, project))
    metrics = {fact.metric for fact in registry.facts if fact.project_id == project.project_id}
    add("work.plan.owner", None if "investor" in metrics else project.owner)
    whole = registry.projects.get(project.part_of) if project.part_of else None
    if whole is not None:
        link = cards.link(t.name(whole), "cong-trinh", project=whole.project_id)
        add("work.plan.part_of", link)
    for fact in registry.facts:
        if fact.project_id == project.project_id:
            source = cards.external(
                f"{fact.publisher}, {phrases.said_on(t, fact.as_of)}", fact.source_url
            )
            value = h(
                "span", {}, t.name(fact, "value"), " ", h("small", {"class": "cap"}, source)
            )
            pairs.append((t.name(fact), value))
    add("work.plan.geometry", geometry.drawn(t, view, project.project_id))
    add("work.plan.reports", t(f"work.plan.reports_{'yes' if project.reports else 'no'}"))
    add("work.plan.note", project.note)
    return h(
        "section",
        {"class": "stack"},
        h("h2", {"class": "h2"}, t("work.section.plan")),
        cards.facts(pairs),
        plan_blocks.differs(t, notes),
    )


def _due(t: Locale, project: Project) -> str | None:
    if project.due_date is None:
        return None
    key = f"basis.due.{project.due_basis}"
    return f"{t.date(project.due_date)} ({t(key)})" if key in t else t.date(project.due_date)
