"""Open Contracting for Infrastructure Data Standard (OC4IDS) 0.9: the works as open data.

`package` makes the document, `project` one project of it. What the standard has no field for
(chainage, obstacles, who says so) is in the extension beside this file, declared by the package.

A field that cannot carry a mark never holds an invented value: an illustrative status stands in
`reportedStatus`, with its quality, and not in `status`.
"""
