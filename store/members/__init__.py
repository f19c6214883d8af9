"""Members (委員) and officers (職員): the people of a council, their terms and their titles.

A person belongs to one council; two of the same name are two people, told apart by affiliation
or mark. Neither Member nor Officer knows a telephone number: contacts_of() does, for those whose
right to it was checked.
"""

from store.members.appointments import NewOfficer, Officer, appoint, get_officer, officers, title
from store.members.contacts import ContactKind, contacts_of, keep_contacts, reachable
from store.members.merging import Known, Likeness, keep_apart, likely_same, merge
from store.members.people import known_as, known_readings, read_as
from store.members.roster import Member, get, roster
from store.members.terms import NewMember, add, change, end_term, reappoint, withdraw

__all__ = [
    "ContactKind",
    "Known",
    "Likeness",
    "Member",
    "NewMember",
    "NewOfficer",
    "Officer",
    "add",
    "appoint",
    "change",
    "contacts_of",
    "end_term",
    "get",
    "get_officer",
    "keep_apart",
    "keep_contacts",
    "known_as",
    "known_readings",
    "likely_same",
    "merge",
    "officers",
    "reachable",
    "read_as",
    "reappoint",
    "roster",
    "title",
    "withdraw",
]
