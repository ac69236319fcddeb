"""The fifteen questionnaires, by the procedure they are tested in."""

import pathlib

TOP = pathlib.Path(__file__).resolve().parent.parent.parent

FORMS = {
    "rosarchiv": ["ra-p1", "ra-p2", "ra-p3", "ra-p4"],
    "nenets": ["ne-a2", "ne-a3"],
    "altai": ["al-gen", "al-srv", "al-fun", "al-staff", "al-deep"],
    "urus-martan": ["um-int", "uni-ext", "int-box"],
    "arkhangelsk": ["ar-int"],
}


def file_of(procedure, questionnaire):
    own = TOP / f"forms/{procedure}/{questionnaire}.xml"
    return own if own.exists() else TOP / f"forms/common/{questionnaire}.xml"
