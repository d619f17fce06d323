"""Map layers that an office sends: bytes to checked features, in the process for hostile bytes.

`reader` is the one entry; `parsing` is what runs in the process. Each form has a module:
`geojson_text`, `archive` and `shapefile`, `geopackage`, `osm`; `gdal` is the only one that
imports GDAL.
"""
