"""The whole package: every part in the order in which one builds on another, as files of text."""

from __future__ import annotations

import json

from data_access.importing.descriptor import describe, record_tables
from sample_data.certificates import add_certificates
from sample_data.cover import add_cover
from sample_data.dangers import add_dangers
from sample_data.days import DATA_DATE
from sample_data.gold import add_gold
from sample_data.knowledge import add_knowledge
from sample_data.measures import add_measures
from sample_data.organisations import add_organisations
from sample_data.people import add_people
from sample_data.places import add_places
from sample_data.premium import add_premium_spending
from sample_data.programmes import add_programmes
from sample_data.safety import add_safety
from sample_data.sample import Sample
from sample_data.stages import add_assessments
from sample_data.standing import add_standing
from sample_data.training import add_training
from sample_data.translations import add_translations
from sample_data.units import add_units

NAME = "gold-programmes-sample"
TITLE = "Sample of artisanal gold mining programmes"
VERSION = "1.0.0"
DESCRIPTION = (
    "Made-up miners, units, sessions, lots and payments around figures that programmes have published. "
    "Rows marked as illustrative describe nobody and nothing real."
)


def build() -> Sample:
    """All rows of the package."""
    sample = Sample()
    add_places(sample.tables)
    add_organisations(sample)
    add_certificates(sample)
    add_programmes(sample)
    add_units(sample)
    add_people(sample)
    add_assessments(sample)
    add_training(sample)
    add_cover(sample)
    add_safety(sample)
    add_dangers(sample)
    add_standing(sample)
    add_gold(sample)
    add_premium_spending(sample)
    add_measures(sample)
    add_knowledge(sample)
    add_translations(sample.tables)
    return sample


def files() -> dict[str, str]:
    """The text of every file of the package by its name; the same in every run."""
    tables = build().tables
    package = {f"{name}.csv": tables.csv_text(name) for name in record_tables() if tables.rows[name]}
    descriptor = describe(NAME, TITLE, VERSION, DATA_DATE, True, DESCRIPTION)
    package["datapackage.json"] = json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n"
    return package
