"""The plan as data: works and duties, targets, tasks, agencies, calendar, contradictions.

Everything here is immutable and already checked; `tvgeo.io.data_folder` reads and checks it.
Dates are `date`, percentages 0-100, lengths in km, areas in ha, money in billion VND.
"""

from dataclasses import dataclass, field
from datetime import date

SECTORS = ("transport", "economic_zone", "ict", "urban", "cross_cutting")
TARGET_KINDS = ("cumulative", "level", "class", "milestone", "qualitative", "study")
NO_LOCATION_REASONS = ("plan_names_no_place", "not_tied_to_place", "no_source")
# Kinds that build nothing: duties, rules and marks of the plan, no projects of infrastructure.
NOT_BUILT = frozenset({
    "policy", "plan", "promotion", "movement", "governance", "reporting", "indicator",
    "admin_upgrade", "urban_class", "service",
})  # fmt: skip
# Kinds that are built on the ground; every other kind uses the second label of a status code.
WORK_KINDS = frozenset({
    "bridge", "national_road", "bypass", "road", "waterway", "port", "wastewater",
    "infrastructure", "industrial_park", "industrial_service_area", "industrial_cluster",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """Who signs a report and to whom it goes: the header and the end of the written briefing.

    A blank stays blank in the document, for a person to fill in. `signs_for` is what stands
    above the post of the signer ("KT. GIÁM ĐỐC"), `post` the post ("PHÓ GIÁM ĐỐC"). `inset`
    asks for the country with its archipelagos on every plate. `plan` and `plan_short` are what a
    report calls the plan, `programme` what the plan carries out.
    """

    parent_agency: str = ""
    issuer: str = ""
    agency: str = ""
    symbol: str = ""
    place: str = ""
    signs_for: str = ""
    post: str = ""
    signer: str = ""
    recipient: str = ""
    recipients: tuple[str, ...] = ()
    drafting_unit: str = ""
    plan: str = ""
    plan_short: str = ""
    programme: str = ""
    inset: bool = True


@dataclass(frozen=True, slots=True)
class OpenData:
    """Under which names open data are published.

    `prefix` stands before every project's id in OC4IDS and is registered with the Open
    Contracting Partnership; the default says that nobody has done so. Blank: `publisher` is the
    reporting agency; nobody has chosen a `licence` or a publication `policy` (addresses).
    """

    prefix: str = "tvgeo-unregistered"
    publisher: str = ""
    licence: str = ""
    policy: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where people prove who they are; what they may do stands in our accounts whatever it is.

    `auth` is "local" (a name and a password of ours), "oidc" (an OpenID Connect provider, which
    names the account in `oidc_claim`) or "proxy" (a proxy on this machine, which names it in
    `proxy_header`; "" names nobody). `written` are the fields that the file itself gives a value.
    """

    auth: str = "local"
    proxy_header: str = "X-Forwarded-User"
    oidc_claim: str = "email"
    written: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """`data/tvgeo.toml`: what makes one province differ from another."""

    title: str
    province: str
    period: tuple[date, date]
    crs: int = 9209
    timezone: str = "Asia/Ho_Chi_Minh"
    language: str = "vi"
    bounds: tuple[float, float, float, float] = (105.85, 9.45, 106.75, 10.15)
    slow: float = 5.0
    late: float = 10.0
    critical: float = 15.0
    closing: tuple[str, str] = ("06-14", "12-14")
    due: tuple[str, str] = ("06-15", "12-15")
    consolidated: tuple[str, str] = ("06-25", "12-25")
    view: str = "public"
    view_is_written: bool = False
    public_url: str = ""
    sign_in: SignIn = SignIn()
    # From this day on successor agencies answer; None: from the first day.
    succession: date | None = None
    # What the plan is called; the title stands in where nothing is written.
    plan_name_vi: str = ""
    plan_name_en: str = ""
    plan_short_vi: str = ""
    plan_short_en: str = ""
    plan_issuer_vi: str = ""
    plan_issuer_en: str = ""
    plan_issued: date | None = None
    # Who must be named under every map; empty: the sources of the drawn layers.
    credits: tuple[str, ...] = ()
    office: Office = Office()
    open_data: OpenData = OpenData()


@dataclass(frozen=True, slots=True)
class Project:
    """One work or duty of the plan, or a part of one (`part_of`)."""

    project_id: str
    name_vi: str
    sector: str
    part_of: str | None = None
    name_en: str | None = None
    kind: str | None = None
    layer: str | None = None
    task_no: int | None = None
    lead_agency: tuple[str, ...] = ()
    coop_agencies: tuple[str, ...] = ()
    owner: str | None = None
    districts: tuple[str, ...] = ()
    start_date: date | None = None
    due_date: date | None = None
    due_basis: str | None = None
    target_kind: str | None = None
    target_value: str | None = None
    target_unit: str | None = None
    reports: bool = False
    length_km: float | None = None
    area_ha: float | None = None
    cost_bn_vnd: float | None = None
    aliases: tuple[str, ...] = ()
    citation: str | None = None
    note: str | None = None
    no_location: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the plan's appendix."""

    tt: int
    sector: str
    title_vi: str
    title_en: str | None
    lead_agency: tuple[str, ...]
    coop_agencies: tuple[str, ...]
    item_ids: tuple[str, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Target:
    """What the plan promises of one or more works: a figure, a class, a milestone."""

    target_id: str
    item_ids: tuple[str, ...]
    sector: str
    kind: str
    indicator_vi: str
    indicator_en: str | None
    operator: str
    value: str
    unit: str | None
    year: int | None
    citation: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency of the plan or, since 1 July 2025, a successor of one."""

    agency_id: str
    name_vi: str
    name_en: str | None
    kind: str
    members: tuple[str, ...] = ()
    successor_id: str | None = None
    successor_text: str | None = None
    successor_basis: str | None = None
    successor_verified: bool = False
    short_vi: str | None = None
    short_en: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One date of the reporting calendar."""

    event_id: str
    frequency: str
    due_date: date
    due_rule_vi: str
    title_vi: str
    title_en: str | None
    from_agency: tuple[str, ...]
    to_agency: tuple[str, ...]
    citation: str
    basis: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A place where the plan's own text disagrees with itself or with a known fact."""

    number: int
    kind: str
    text_vi: str
    text_en: str | None
    item_ids: tuple[str, ...]
    tasks: tuple[int, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A public statement about a work, with its source; shown beside the plan, never computed with."""

    project_id: str
    metric: str
    label_vi: str
    label_en: str
    value_vi: str
    value_en: str
    as_of: str
    publisher: str
    source_url: str


@dataclass(frozen=True, slots=True)
class Registry:
    """The plan, whole; mappings keep the order of the files."""

    settings: Settings
    projects: dict[str, Project] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    facts: tuple[Fact, ...] = ()
    missing_files: tuple[str, ...] = ()

    def parts(self, project_id: str) -> tuple[Project, ...]:
        """Return the direct parts of a project, in file order."""
        return tuple(p for p in self.projects.values() if p.part_of == project_id)
