"""What the figures are made of, counted once for all: kept by whatever changes the data.

Everything here follows from the records, refers to them without being bound to them, and is made anew
by ``python -m data_access summaries rebuild``. Where what is counted happens in several programmes at
once, it stands in the segment of just these: so segments never overlap, and counts of a state add up.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from data_access.schema.base import Day, Derived, day


class Summary(Derived):
    """A table of what was counted in the records."""

    __abstract__ = True


def _number(doc: str) -> Mapped[int]:
    return mapped_column(Integer, primary_key=True, autoincrement=False, doc=doc)


def _code(doc: str) -> Mapped[str | None]:
    return mapped_column(String(64), nullable=True, doc=doc)


class Segment(Summary):
    """A region, and the programmes through which something there counts: perhaps none.

    Whatever counts in a region counts once more in the segment of the whole region. What an organisation
    sells, receives and spends counts in its region, through no programme, and once more in the segment of
    the organisation itself.
    """

    __tablename__ = "segment"

    id: Mapped[int] = _number("Number of the segment")
    country_id: Mapped[str | None] = _code("Its country; empty for what happened at no known place")
    region_id: Mapped[str | None] = _code("Its region; empty for what happened in no known region")
    organisation_id: Mapped[str | None] = _code("The organisation, where it is of one alone")
    whole: Mapped[bool] = mapped_column(
        Boolean, doc="true if it is the whole region, whatever the programmes"
    )


class SegmentProgramme(Summary):
    """A programme of a segment."""

    __tablename__ = "segment_programme"

    segment_id: Mapped[int] = _number("The segment")
    programme_id: Mapped[str] = mapped_column(String(64), primary_key=True, doc="The programme")


class Measure(Summary):
    """Something that is counted or added up, with the codes by which it is told apart."""

    __tablename__ = "measure"

    id: Mapped[int] = _number("Number of the measure")
    name: Mapped[str] = mapped_column(String(40), index=True, doc="What is counted")
    state: Mapped[bool] = mapped_column(Boolean, doc="true if it is so of somebody or something on a day")
    ladder: Mapped[str | None] = _code("Ladder of a stage")
    stage: Mapped[str | None] = _code("Stage")
    direction: Mapped[str | None] = _code("Up or down a ladder, into a unit or out of it")
    topic: Mapped[str | None] = _code("Topic of training, or of a visit")
    product: Mapped[str | None] = _code("Product of a cover")
    payer: Mapped[str | None] = _code("Who pays a cover")
    provision: Mapped[str | None] = _code("Kind of provision or of goods")
    severity: Mapped[str | None] = _code("Severity of an incident")
    kind: Mapped[str | None] = _code("Kind of an incident")
    cause: Mapped[str | None] = _code("Cause of an incident")
    days: Mapped[str | None] = _code("Within how many days it lapses, or how many days it lasted")
    standard: Mapped[str | None] = _code("Standard under which gold was sold")
    buyer: Mapped[str | None] = _code("Who bought gold")
    destination: Mapped[str | None] = _code("Country that gold went to")
    traceable: Mapped[str | None] = _code("yes if gold names the units it came from, or no")
    category: Mapped[str | None] = _code("Category of premium spending")
    currency: Mapped[str | None] = _code("Currency of an amount")
    programme: Mapped[str | None] = _code("Programme that assessed an organisation")
    module: Mapped[str | None] = _code("Module of a finding")
    level: Mapped[str | None] = _code("How grave the risk is that was found")
    permit: Mapped[str | None] = _code("Kind of a permit")
    finance: Mapped[str | None] = _code("What an organisation asked for")
    status: Mapped[str | None] = _code("What became of a finding, permit or request")
    reason: Mapped[str | None] = mapped_column(String, nullable=True, doc="Why a request was refused")
    field: Mapped[str | None] = _code("Field of a planned action")
    plan_year: Mapped[str | None] = _code("Year of its plan")
    indicator: Mapped[str | None] = _code("Indicator")
    survey: Mapped[str | None] = _code("Survey in which it was asked")
    moment: Mapped[str | None] = _code("Before or after, of a survey that has a pair")


class KindOfPerson(Summary):
    """Sex and relation of those counted; number 0 stands for everybody, and for what is no person."""

    __tablename__ = "kind_of_person"

    id: Mapped[int] = _number("Number of the kind")
    sex: Mapped[str | None] = _code("Sex; empty for everybody")
    relation: Mapped[str | None] = _code("Relation; empty for everybody, and for who was in no unit")


class Tally(Summary):
    """What a month or a year adds up to; of a state, how it stood at the end of a month."""

    __tablename__ = "tally"
    __table_args__ = {"sqlite_with_rowid": False}

    measure_id: Mapped[int] = _number("What is counted")
    span: Mapped[str] = mapped_column(String(7), primary_key=True, doc="The month, as 2024-04, or the year")
    segment_id: Mapped[int] = _number("Where")
    kind_id: Mapped[int] = _number("Of whom")
    n: Mapped[int] = mapped_column(BigInteger, doc="How many, or how much")


class TallyOfDay(Summary):
    """What a day adds to a tally; of a state, by how much it changed on that day."""

    __tablename__ = "tally_of_day"
    __table_args__ = {"sqlite_with_rowid": False}

    measure_id: Mapped[int] = _number("What is counted")
    day: Day = day("The day", primary_key=True)
    segment_id: Mapped[int] = _number("Where")
    kind_id: Mapped[int] = _number("Of whom")
    n: Mapped[int] = mapped_column(BigInteger, doc="How many, or how much, more or fewer")


class PeopleSet(Summary):
    """Who is counted, each once however often: a set of numbers, for people can't be added up."""

    __tablename__ = "people_set"
    __table_args__ = {"sqlite_with_rowid": False}

    measure_id: Mapped[int] = _number("As what they are counted")
    span: Mapped[str] = mapped_column(
        String(10), primary_key=True, doc="The day, as 2024-04-17, the month or the year; or ever"
    )
    segment_id: Mapped[int] = _number("Where")
    kind_id: Mapped[int] = _number("Of whom")
    people: Mapped[bytes] = mapped_column(LargeBinary, doc="Their numbers, as a portable Roaring bitmap")


class CoverCost(Summary):
    """What covers cost that began and end on the same days at the same cost: of parts of months too, for how
    the cost of a cover is spread over its days follows from these."""

    __tablename__ = "cover_cost"
    __table_args__ = {"sqlite_with_rowid": False}

    measure_id: Mapped[int] = _number("The cost of which product, by which payer, in which currency")
    last_day: Day = day("Last day", primary_key=True)
    first_day: Day = day("First day", primary_key=True)
    segment_id: Mapped[int] = _number("Where the miners were on the first day")
    cost_minor: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, doc="What each costs, in minor units"
    )
    n: Mapped[int] = mapped_column(BigInteger, doc="How many covers")


class MinerNumber(Summary):
    """The number under which a miner is in the sets."""

    __tablename__ = "miner_number"
    __table_args__ = (Index(None, "miner_id", unique=True),)

    number: Mapped[int] = _number("The number")
    miner_id: Mapped[str] = mapped_column(String(64), doc="The miner")


class UnitStanding(Summary):
    """A unit at a stage of a ladder of its programmes, from a day to a day."""

    __tablename__ = "unit_standing"

    unit_id: Mapped[str] = mapped_column(String(64), primary_key=True, doc="The unit")
    ladder_id: Mapped[str] = mapped_column(String(64), primary_key=True, doc="The ladder")
    first_day: Day = day("First day", primary_key=True)
    last_day: Day = day("Last day; 9999-12-31 if there is none")
    stage: Mapped[str] = mapped_column(String(64), doc="The stage, or not_assessed")
    segment_id: Mapped[int] = mapped_column(Integer, doc="Region, and the programmes it is in")


class SummaryState(Summary):
    """Of which data the summaries are, and by which rules they were made."""

    __tablename__ = "summary_state"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = _number("1: there is but one")
    import_id: Mapped[int] = mapped_column(Integer, doc="Version of the data that they were made of")
    rules: Mapped[int] = mapped_column(Integer, doc="Version of the rules by which they were made")
    last_month: Mapped[str] = mapped_column(String(7), doc="The last month whose end states are known")
