"""What programmes hand over and advise on."""

from __future__ import annotations

from data_access.summaries.answering import Asked, Cells, answers, counted, hours
from data_access.summaries.measures import GOODS, GOODS_VALUE, GOODS_VALUED, VISIT_MINUTES, VISITS


@answers("assistance_visits")
def assistance_visits(asked: Asked) -> Cells:
    return counted(asked, asked.reading().amounts(visits=asked.measures(VISITS))["visits"])


@answers("assistance_hours")
def assistance_hours(asked: Asked) -> Cells:
    minutes = asked.reading().amounts(minutes=asked.measures(VISIT_MINUTES))["minutes"]
    return hours(asked, minutes)


@answers("deliveries")
def deliveries(asked: Asked) -> Cells:
    return counted(asked, asked.reading().amounts(goods=asked.measures(GOODS))["goods"])


@answers("delivery_value")
def delivery_value(asked: Asked) -> Cells:
    found = asked.reading().amounts(valued=asked.measures(GOODS_VALUED), value=asked.measures(GOODS_VALUE))
    return {codes: (found["value"].get(codes, 0), None) for codes in found["valued"]}
