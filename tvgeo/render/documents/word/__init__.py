"""The written report: a draft in the layout of Nghị định 30/2020/NĐ-CP that a specialist completes.

    data = word.write(facts, t)

The report is Vietnamese: `facts` are built with the Vietnamese locale, `t`.
"""

from tvgeo.render.documents.word.report import write

__all__ = ["write"]
