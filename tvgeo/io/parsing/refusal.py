"""Why bytes cannot become a grid."""


class Refused(Exception):  # noqa: N818 - it is what the parent reports, not a fault of ours
    """The bytes are refused: a code of the findings catalogue, and the values it names."""

    def __init__(self, code: str, **values: object) -> None:
        """Keep the code and its values, which must fit into JSON."""
        super().__init__(code, values)
        self.code = code
        self.values = values
