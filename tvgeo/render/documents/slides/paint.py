"""Colours of the deck: those of the theme, which an office may change, and those of states.

What is only style takes a colour of the theme. What means something, the colour of a state and
the mark of invented figures, is written as it is: another theme must not repaint a verdict.
"""

from tvgeo.render import style

# One face that every office has, on Windows, macOS and (by equal widths) in LibreOffice.
FACE = "Arial"
# Signs of states; what lacks the face takes them from its own.
SIGN_FACE = "Segoe UI Symbol"
STYLE_ID = "{6E1F4D0A-3C55-4B0E-9E43-7A16C0DE2025}"
_SCREEN = style.SCREEN
THEME = {
    "dk1": _SCREEN["ink"],
    "lt1": _SCREEN["paper"],
    "dk2": _SCREEN["rule"],
    "lt2": _SCREEN["surface"],
    "accent1": _SCREEN["accent"],
    "accent2": style.health_colour("completed"),
    "accent3": style.health_colour("on_track"),
    "accent4": style.health_colour("slow"),
    "accent5": style.health_colour("late"),
    "accent6": style.health_colour("critical"),
    "hlink": _SCREEN["accent"],
    "folHlink": _SCREEN["ink_muted"],
}
_SOFT = '<a:satMod val="{s}000"/><a:lumMod val="{m}000"/><a:lumOff val="{o}000"/>'
# Names of inks and grounds -> a colour of the theme with what is done to it, or #RRGGBB.
INKS = {
    "ink": ("tx1", ""),
    "muted": ("tx1", _SOFT.format(s=50, m=75, o=22)),
    "faint": ("tx1", _SOFT.format(s=30, m=75, o=32)),
    "rule": ("tx2", ""),
    "accent": ("accent1", ""),
    "paper": ("bg1", ""),
    "surface": ("bg2", ""),
    "line": ("bg2", '<a:lumMod val="90000"/>'),
}
FIXED = {
    "mark": _SCREEN["illustrative"],
    "mark_ground": _SCREEN["illustrative_bg"],
    "planned": "#C9D1D6",
    "hatch": style.HATCH_COLOUR,
    "track": _SCREEN["track"],
}
# Grey states are framed and white inside: no verdict, no filled colour.
FRAMED = frozenset({"no_plan", "paused", "cancelled"})


def colour(code: str) -> str:
    """Return the colour of the sign of a state as #RRGGBB."""
    return style.health(code).on if code == "no_data" else style.health_colour(code)


def sign(code: str) -> str:
    """Return the sign of a state as a character."""
    return style.health(code).text


def xml(ink: str) -> str:
    """Return an ink of `INKS` or `FIXED`, or #RRGGBB, as the format writes colours."""
    if ink in INKS:
        name, changes = INKS[ink]
        return f'<a:schemeClr val="{name}">{changes}</a:schemeClr>'
    return f'<a:srgbClr val="{FIXED.get(ink, ink).removeprefix("#")}"/>'


def solid(ink: str) -> str:
    """Return a fill of one colour."""
    return f"<a:solidFill>{xml(ink)}</a:solidFill>"
