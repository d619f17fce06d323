"""The statements of what a GIS reads from the database: tables of the plan, and `works_as_of`.

The rules are those of `tvgeo.core.progress` and `tvgeo.core.metrics`, said once more in SQL because
QGIS reads the database itself; a test compares every figure of both on several days.
"""

# LIMIT 1 tells the planner how small a table of one row is; it would else compile for seconds.
# `gis` is the schema PostGIS is installed in: only the store's own is searched. A blank is tested for
# before `least` and `greatest`, which skip it.
TABLES = """
CREATE TABLE IF NOT EXISTS gis_settings (
  id integer PRIMARY KEY CHECK (id = 1), sha256 text NOT NULL, timezone text NOT NULL,
  slow float8 NOT NULL, late float8 NOT NULL, critical float8 NOT NULL);
CREATE TABLE IF NOT EXISTS gis_works (
  project_id text PRIMARY KEY, place integer NOT NULL, name_vi text NOT NULL, name_en text,
  sector text NOT NULL, kind text, part_of text, lead_agency text, start_date date,
  due_date date, target float8);
CREATE TABLE IF NOT EXISTS gis_features (
  feature_id text PRIMARY KEY, project_id text, layer text NOT NULL, name_vi text,
  name_en text, ref text, source text NOT NULL, licence text NOT NULL,
  accuracy_m float8 NOT NULL, method text NOT NULL, geom {gis}.geometry(Geometry, 4326) NOT NULL);
CREATE INDEX IF NOT EXISTS gis_features_by_project ON gis_features (project_id);
CREATE INDEX IF NOT EXISTS gis_features_by_place ON gis_features USING gist (geom {gis}.gist_geometry_ops_2d)
"""

# One decimal as Python rounds: the exact binary value, a tie to the even digit. A cast to numeric
# keeps 15 digits only and would make ties of what is none.
ROUND1 = """
CREATE OR REPLACE FUNCTION gis_round1(x float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN x < 0 THEN -rounded ELSE rounded END FROM (
    SELECT (whole + CASE WHEN 2 * rest > unit OR (2 * rest = unit AND whole % 2 = 1) THEN 1 ELSE 0 END)
      ::float8 / 10 AS rounded
    FROM (SELECT div(ten, unit) AS whole, ten - div(ten, unit) * unit AS rest, unit
      FROM (SELECT 10 * (abs(x) * scale::float8)::bigint::numeric AS ten, scale AS unit
        FROM (SELECT CASE WHEN abs(x) < 1 THEN 4611686018427387904 ELSE 4503599627370496 END::numeric AS scale) a) b) c) d
$$
"""

# Of each row the columns are taken that a GIS shows; each figure with its own date and quality.
_FIELDS = {
    "status": "status", "disbursed_pct": "disbursed", "site_clearance_pct": "site_clearance",
    "actual_value": "actual", "completed_chainage": "chainage", "planned_pct": "reported_plan",
    "obstacle": "obstacle", "proposal": "proposal", "physical": "physical",
}  # fmt: skip


def _latest(column: str, name: str) -> str:
    """Return the last value of a column that is not blank, with the date and quality of its row."""
    known = f"FILTER (WHERE {column} IS NOT NULL)"
    return (
        f"(array_agg({column} ORDER BY as_of DESC) {known})[1] AS {name},"
        f" max(as_of) {known} AS {name}_on,"
        f" (array_agg(quality ORDER BY as_of DESC) {known})[1] AS {name}_quality"
    )


def view(gis: str) -> str:
    """Return the statement of the view; `gis` is the schema that PostGIS is installed in.

    It is replaced where it stands, so that rights to it stay: new columns go to the end.
    """
    latest = ",\n    ".join(_latest(column, name) for column, name in _FIELDS.items())
    return f"""
CREATE OR REPLACE VIEW works_as_of AS
WITH asked AS (
  SELECT s.*,
    coalesce(nullif(current_setting('tvgeo.as_of', true), '')::date,
             (now() AT TIME ZONE timezone)::date) AS day,
    coalesce(nullif(current_setting('tvgeo.sourced_only', true), '')::boolean, false) AS sourced_only
  FROM gis_settings s LIMIT 1),
published AS (
  SELECT DISTINCT ON (c.project_id, c.as_of) c.project_id, c.as_of, c.removed, c.quality,
    c.physical_pct, c.status, c.disbursed_pct, c.site_clearance_pct, c.actual_value,
    c.completed_chainage, c.planned_pct, c.obstacle, c.proposal
  FROM changes c WHERE c.revision <= (SELECT revision FROM head LIMIT 1)
  ORDER BY c.project_id, c.as_of, c.revision DESC),
known AS (
  SELECT *, bool_or(quality = 'official') OVER (PARTITION BY project_id) AS is_official
  FROM published WHERE NOT removed),
visible AS (
  SELECT p.*,
    CASE WHEN p.physical_pct IS NOT NULL THEN p.physical_pct
         WHEN p.status = 'completed' THEN 100
         WHEN w.target IS NOT NULL AND p.actual_value IS NOT NULL THEN
           gis_round1(least(greatest(p.actual_value / w.target * 100, 0), 100)) END AS physical,
    CASE WHEN p.physical_pct IS NOT NULL THEN ''
         WHEN p.status = 'completed' THEN 'completed' ELSE 'target' END AS derived
  FROM known p JOIN gis_works w USING (project_id) CROSS JOIN asked a
  WHERE p.as_of <= a.day
    AND (p.quality <> 'illustrative' OR NOT (a.sourced_only OR p.is_official))),
latest AS (
  SELECT project_id,
    (array_agg(derived ORDER BY as_of DESC) FILTER (WHERE physical IS NOT NULL))[1] AS derived,
    {latest}
  FROM visible GROUP BY project_id),
planned AS (
  SELECT w.*, l.*, a.day, a.slow, a.late, a.critical,
    CASE WHEN l.reported_plan IS NULL AND w.start_date < w.due_date
      THEN coalesce(l.physical_on, a.day) END AS linear_on
  FROM (SELECT project_id AS id, place, name_vi, name_en, sector, kind, part_of, lead_agency,
          start_date, due_date FROM gis_works) w
  CROSS JOIN asked a LEFT JOIN latest l ON l.project_id = w.id),
compared AS (
  SELECT p.*, CASE WHEN linear_on IS NULL THEN reported_plan ELSE gis_round1(100 * least(greatest(
      (linear_on - start_date)::float8 / (due_date - start_date), 0), 1)) END AS plan
  FROM planned p),
judged AS (
  SELECT c.*, gis_round1(physical - plan) + 0 AS slippage FROM compared c)
SELECT id AS project_id, name_vi, name_en, sector, kind, part_of, lead_agency, start_date, due_date,
  day AS as_of, (SELECT revision FROM head LIMIT 1) AS revision,
  CASE WHEN status IN ('cancelled', 'completed', 'paused') THEN status
       WHEN physical IS NULL AND status IS NULL AND actual IS NULL THEN 'no_data'
       WHEN due_date < day THEN 'past_due'
       WHEN slippage IS NULL THEN 'no_plan'
       WHEN slippage <= -critical THEN 'critical'
       WHEN slippage <= -late THEN 'late'
       WHEN slippage <= -slow THEN 'slow'
       ELSE 'on_track' END AS health,
  slippage,
  coalesce('illustrative' IN (status_quality, physical_quality, reported_plan_quality), false)
    AS illustrative,
  status, status_on, status_quality,
  physical AS physical_pct, physical_on, physical_quality, nullif(derived, '') AS physical_derived,
  plan AS planned_pct,
  coalesce(reported_plan_on, CASE WHEN plan IS NOT NULL THEN linear_on END) AS planned_on,
  coalesce(reported_plan_quality, CASE WHEN plan IS NOT NULL THEN 'public' END) AS planned_quality,
  CASE WHEN reported_plan IS NULL AND plan IS NOT NULL THEN 'linear' END AS planned_derived,
  disbursed AS disbursed_pct, disbursed_on, disbursed_quality,
  site_clearance AS site_clearance_pct, site_clearance_on, site_clearance_quality,
  actual AS actual_value, actual_on, actual_quality,
  chainage AS completed_chainage, chainage_on, chainage_quality,
  obstacle, obstacle_on, obstacle_quality, proposal, proposal_on, proposal_quality,
  (SELECT {gis}.st_collect(f.geom) FROM gis_features f WHERE f.project_id = id)
    ::{gis}.geometry(Geometry, 4326) AS geom
FROM judged ORDER BY place
"""  # noqa: S608 - nothing in it comes from outside: our own columns, and what `quote_ident` gave
