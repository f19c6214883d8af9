"""Who is looking: what may be seen is decided in the queries themselves."""

from dataclasses import dataclass

# A closed meeting is seen by the secretariat of its own council, and by nobody else.
# To stand in a where-clause over `meetings m`, with the parameters of Viewer.params().
VISIBLE = """(m.disclosure <> 'closed' or :everything or exists (
    select 1 from secretariat s where s.council_id = m.council_id and s.user_id = :viewer))"""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person who looks at the record; their rights are read anew in every query."""

    user_id: str = ""
    everything: bool = False

    def params(self) -> dict[str, str | bool]:
        """The holes of VISIBLE, filled."""
        return {"viewer": self.user_id, "everything": self.everything}


# The person at the machine's own command line holds the file itself.
OPERATOR = Viewer(everything=True)
# What anybody at all may see.
PUBLIC = Viewer()
