"""The names of what is counted."""

# To be raised with every change of what is counted, or how: summaries of older rules are not read.
RULES = 2

# States: how many it is so of on a day.
PLANNED_ACTIONS, DONE_ACTIONS, OVERDUE_ACTIONS = "planned_actions", "done_actions", "overdue_actions"
UNITS, STANDING, OVERDUE, UNITS_REACHED = "units", "units_at_stage", "units_overdue", "units_reached"
ACTIVE, INSURED, COVER_LAPSES, PEOPLE_REACHED = "active", "insured", "cover_lapses", "people_reached"
VALID, VALID_IN_ALL, VALID_IN_ANY = "training_valid", "valid_in_all_required", "valid_in_any_required"
LAPSES, ANY_LAPSES = "training_lapses", "any_training_lapses"
CERTIFIED, CRAFT_CURRENT, REQUESTS = "certified", "craft_report_current", "requests_for_finance"
FINDINGS, OPEN_FINDINGS = "findings", "open_findings"
PROVISION_IN_SERVICE = "provision_in_service"
PERMITS_OF_UNITS, PERMITS_OF_ORGANISATIONS = "permits_of_units", "permits_of_organisations"
STATES = frozenset(
    {
        *(PLANNED_ACTIONS, DONE_ACTIONS, OVERDUE_ACTIONS),
        *(UNITS, STANDING, OVERDUE, UNITS_REACHED, ACTIVE, INSURED, COVER_LAPSES, PEOPLE_REACHED),
        *(VALID, VALID_IN_ALL, VALID_IN_ANY, LAPSES, ANY_LAPSES),
        *(CERTIFIED, CRAFT_CURRENT, REQUESTS, FINDINGS, OPEN_FINDINGS, PROVISION_IN_SERVICE),
        *(PERMITS_OF_UNITS, PERMITS_OF_ORGANISATIONS),
    }
)

# Of these each kind of person is counted, of all else everybody together.
OF_KINDS = frozenset({ACTIVE, INSURED})

# Amounts: how often or how much on a day. The days on which miners were at work stand in months alone:
# those of a part of a month follow from how many were at work.
MOVES, STAYS, MINUTES, DAYS_WORKED = "moves", "stays", "training_minutes", "days_worked"
VISITS, VISIT_MINUTES = "visits", "visit_minutes"
GOODS, GOODS_VALUED, GOODS_VALUE = "goods", "goods_valued", "goods_value"
INCIDENTS, PEOPLE_HURT = "incidents", "people_hurt"
# What indicators say, and how often: answers with the number asked, and of these a thousand times those who
# said yes; thousandths that were reported; minor units; milligrams of mercury.
ANSWERS, ASKED, SAID_YES = "survey_answers", "asked", "said_yes"
REPORTS, REPORTED = "reports", "reported"
SUMS_MOBILISED, MOBILISED = "sums_mobilised", "money_mobilised"
MERCURY_REPORTS, MERCURY_USED, MERCURY_USUAL = "mercury_reports", "mercury_used", "mercury_usual"
# What the covers of a month cost in it, by payer, and how many these are; parts of months follow from what
# each of them costs in all.
COVER_COST, COVERS_PAID = "cover_cost", "covers_paid"
# Amounts of organisations: milligrams, minor units, and how often. What comes to nothing is told, too.
MILLIGRAMS, DUES, DUE = "gold_milligrams", "premium_dues", "premium_due"
RECEIPTS, RECEIVED = "premium_receipts", "premium_received"
PAYMENTS, SPENT = "premium_payments", "premium_spent"
CRAFT_ASSESSMENTS = "craft_assessments"

# The span of a set of those who are so at all times.
EVER = "ever"
# People, each once: trained, joined or left, with a cover that begins, or goes on from a month into the next
# one.
TRAINED, MOVED = "trained", "moved"
COVER_BEGINS, COVER_GOES_ON = "cover_begins", "cover_goes_on"
# Those of a sex whenever they are counted: each for itself, because each changes by itself.
SEX_OF_TRAINED, SEX_OF_MOVED, SEX_OF_INSURED = "sex_of_trained", "sex_of_moved", "sex_of_insured"
