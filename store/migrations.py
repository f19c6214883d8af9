"""The schema, told as a story: chapters are added, never rewritten."""

from sqlite_utils import Database, Migrations

migrations = Migrations("kaigiroku")


@migrations()
def m001_councils_and_who_serves_them(db: Database) -> None:
    _run(
        db,
        """
        create table councils (
          id integer primary key,
          name text not null unique,
          settings text not null default '{}',
          created_at text not null
        ) strict;

        create table council_channels (
          channel_id text primary key,
          council_id integer not null references councils (id),
          bound_at text not null
        ) strict, without rowid;
        create index idx_council_channels_council on council_channels (council_id);

        create table secretariat (
          council_id integer not null references councils (id),
          user_id text not null,
          added_at text not null,
          primary key (council_id, user_id)
        ) strict, without rowid;
        create index idx_secretariat_user on secretariat (user_id)
        """,
    )


@migrations()
def m002_meetings_and_what_was_said(db: Database) -> None:
    # Whatever is printed in minutes has a position in its meeting, and the text printed
    # before (lead) and after (tail) it: read in that order, the rows are the file again.
    # Both are null where the row was not read from a file; then the house form decides.
    _run(
        db,
        """
        create table meetings (
          id integer primary key,
          council_id integer not null references councils (id),
          title text,
          fiscal_year integer,
          number integer,
          status text not null default 'held'
            check (status in ('scheduled', 'in_session', 'held', 'cancelled')),
          held_on text,
          starts_at text,
          ends_at text,
          venue text,
          disclosure text not null default 'not_checked'
            check (disclosure in ('open', 'partly_closed', 'closed', 'not_checked')),
          disclosure_ground text,
          observers text,
          observer_count integer,
          version integer not null default 1,
          created_at text not null
        ) strict;
        create index idx_meetings_council on meetings (council_id, held_on);
        create index idx_meetings_held_on on meetings (held_on);

        create table header_fields (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          position integer not null,
          kind text not null check (kind in (
            'title', 'when', 'date', 'time', 'venue', 'roll', 'members', 'officers', 'absentees',
            'disclosure', 'observers', 'materials', 'other')),
          label text not null,
          value text not null,
          lead text, tail text
        ) strict;
        create index idx_header_fields_meeting on header_fields (meeting_id, position);

        create table agenda_items (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          parent_id integer references agenda_items (id),
          position integer not null,
          depth integer not null,
          number text not null,
          title text not null,
          printed text,
          lead text, tail text
        ) strict;
        create index idx_agenda_items_meeting on agenda_items (meeting_id, position);
        create index idx_agenda_items_parent on agenda_items (parent_id);

        create table materials (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          position integer not null,
          label text,
          title text not null
        ) strict;
        create index idx_materials_meeting on materials (meeting_id, position);

        create table blocks (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          agenda_item_id integer references agenda_items (id),
          position integer not null,
          label text,
          printed text,
          lead text, tail text
        ) strict;
        create index idx_blocks_meeting on blocks (meeting_id, position);
        create index idx_blocks_agenda_item on blocks (agenda_item_id);

        create table remarks (
          id integer primary key,
          block_id integer not null references blocks (id),
          position integer not null,
          body text not null check (body <> ''),
          lead text, indent text, tail text,
          source text not null check (source in ('minutes', 'slack')),
          permalink text,
          version integer not null default 1,
          withdrawn_at text,
          created_at text not null
        ) strict;
        create index idx_remarks_block on remarks (block_id, position);

        create table passages (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          position integer not null,
          kind text not null check (kind in ('action', 'text')),
          body text not null,
          lead text, tail text
        ) strict;
        create index idx_passages_meeting on passages (meeting_id, position);

        create table imports (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          file_name text not null,
          sha256 text not null,
          encoding text not null,
          newline text not null,
          warnings text not null default '[]',
          imported_at text not null
        ) strict;
        create index idx_imports_meeting on imports (meeting_id)
        """,
    )


@migrations()
def m003_people_and_the_roll(db: Database) -> None:
    _run(
        db,
        """
        create table people (
          id integer primary key,
          name text not null,
          reading text
        ) strict;
        create index idx_people_name on people (name);

        create table members (
          id integer primary key,
          council_id integer not null references councils (id),
          person_id integer not null references people (id),
          role text not null default '委員',
          term_from text,
          term_to text,
          unique (council_id, person_id, term_from)
        ) strict;
        create index idx_members_person on members (person_id);

        create table attendance (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          person_id integer not null references people (id),
          position integer not null,
          kind text not null check (kind in ('member', 'officer')),
          name text not null,
          title text,
          department text, section text, unit text, post text,
          status text not null default 'present' check (status in (
            'unanswered', 'present', 'absent', 'late', 'left_early', 'proxy', 'online'))
        ) strict;
        create index idx_attendance_meeting on attendance (meeting_id, position);
        create index idx_attendance_person on attendance (person_id)
        """,
    )


@migrations()
def m004_search(db: Database) -> None:
    # The entry's id tells when and where the remark was made (see store/search.py), so that
    # "newest first", a period and a meeting are ranges of the index's own order.
    _run(
        db,
        """
        create table search_entries (
          id integer primary key,
          remark_id integer not null unique references remarks (id),
          folded text not null
        ) strict;

        create virtual table search_index using fts5 (
          tokens, content='', tokenize='ascii', prefix='1'
        )
        """,
    )


@migrations()
def m005_history_is_append_only_and_slack_repeats_itself(db: Database) -> None:
    _run(
        db,
        """
        create table history (
          id integer primary key,
          at text not null,
          actor text not null,
          noun text not null,
          row_id integer not null,
          deed text not null,
          before text,
          after text,
          hash text not null
        ) strict;
        create index idx_history_row on history (noun, row_id);

        create table inbox (
          key text primary key,
          received_at text not null
        ) strict, without rowid
        """,
    )
    for deed in ("update", "delete"):
        db.execute(
            f"""create trigger history_refuses_{deed} before {deed} on history
            begin select raise(abort, 'history is append-only'); end"""
        )


@migrations()
def m006_words_that_mean_the_same_and_words_looked_for_in_vain(db: Database) -> None:
    # A group that stands for a shipped one names it and holds its words whole: what the office
    # decided stays, whatever later versions ship. Of a search in vain nothing is kept but the
    # words and the day: not who, not when.
    _run(
        db,
        """
        create table vocabulary_groups (
          id integer primary key,
          shipped text unique,
          words text not null,
          reason text not null,
          is_on integer not null check (is_on in (0, 1)),
          version integer not null default 1,
          changed_by text not null,
          changed_at text not null
        ) strict;

        create table misses (
          day text not null,
          folded text not null,
          words text not null,
          times integer not null default 1,
          primary key (day, folded)
        ) strict, without rowid
        """,
    )


@migrations()
def m007_what_an_answer_answers_put_right_by_hand(db: Database) -> None:
    # An answer that stands here is no longer paired by the rule, also when it has no pairs:
    # then it answers nothing.
    _run(
        db,
        """
        create table corrected_answers (
          answer_id integer primary key references remarks (id),
          meeting_id integer not null references meetings (id),
          corrected_at text not null
        ) strict;
        create index idx_corrected_answers_meeting on corrected_answers (meeting_id);

        create table corrected_pairs (
          answer_id integer not null references corrected_answers (answer_id),
          question_id integer not null references remarks (id),
          primary key (answer_id, question_id)
        ) strict, without rowid;
        create index idx_corrected_pairs_question on corrected_pairs (question_id)
        """,
    )


@migrations()
def m008_alerts_and_what_we_say_of_our_own_accord(db: Database) -> None:
    # What waits in the outbox refers to rows and never repeats their words: they are read, with
    # the rights of that moment, when it is said.
    _run(
        db,
        """
        create table outbox (
          id integer primary key,
          key text not null unique,
          recipient text not null,
          kind text not null,
          refs text not null default '{}',
          due_at text not null,
          state text not null default 'due' check (state in (
            'due', 'sending', 'unknown', 'sent', 'failed', 'superseded')),
          next_at text not null,
          attempts integer not null default 0,
          tried_at text,
          in_doubt integer not null default 0,
          channel text, ts text,
          error text
        ) strict;
        create index idx_outbox_next on outbox (next_at)
          where state in ('due', 'sending', 'unknown');
        create index idx_outbox_waiting on outbox (recipient) where state = 'due';

        create table watches (
          id integer primary key,
          user_id text not null,
          query text not null,
          key text not null,
          state text not null default 'active' check (state in ('active', 'paused')),
          since integer not null,
          created_at text not null,
          unique (user_id, key)
        ) strict;

        create table watch_progress (
          id integer primary key check (id = 1),
          remark_id integer not null
        ) strict;
        insert into watch_progress (id, remark_id)
          select 1, coalesce(max(id), 0) from remarks;

        create table alerts (
          user_id text not null,
          remark_id integer not null references remarks (id),
          meeting_id integer not null references meetings (id),
          outbox_id integer not null references outbox (id),
          primary key (user_id, remark_id)
        ) strict, without rowid;
        create index idx_alerts_outbox on alerts (outbox_id)
        """,
    )


@migrations()
def m009_remarks_are_counted_by_meeting(db: Database) -> None:
    # Counted in the index alone, without a look at a single remark.
    db.execute("create index idx_remarks_standing on remarks (block_id) where withdrawn_at is null")


@migrations()
def m010_closed_meetings_are_few_and_imports_are_large(db: Database) -> None:
    db.execute(
        "create index idx_meetings_closed on meetings (council_id) where disclosure = 'closed'"
    )
    # FTS5 merges less often while it is written to: an eighth faster, and queries alike.
    db.execute("insert into search_index (search_index, rank) values ('automerge', 16)")


@migrations()
def m011_what_is_recorded_while_it_is_said(db: Database) -> None:
    # A recording is one act of writing down: a command, a form, or a message in the thread of a
    # running meeting. Its key is what Slack calls that act, so that a repeated delivery is known;
    # one that was deleted before it was heard of stands here without lines. Words that are not
    # for the record (オフレコ) are kept nowhere: of a message only what its lines became.
    _run(
        db,
        """
        alter table meetings add column confirmed_at text;
        alter table meetings add column published_at text;

        create table printed_passages (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          position integer not null,
          kind text not null check (kind in ('action', 'text', 'decision', 'task', 'information')),
          body text not null,
          lead text, tail text,
          version integer not null default 1,
          withdrawn_at text
        ) strict;
        insert into printed_passages (id, meeting_id, position, kind, body, lead, tail)
          select id, meeting_id, position, kind, body, lead, tail from passages;
        drop table passages;
        alter table printed_passages rename to passages;
        create index idx_passages_meeting on passages (meeting_id, position);

        create table memos (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          agenda_item_id integer references agenda_items (id) on delete set null,
          body text not null,
          withdrawn_at text,
          created_at text not null
        ) strict;
        create index idx_memos_meeting on memos (meeting_id);
        create index idx_memos_agenda_item on memos (agenda_item_id);

        create table recordings (
          id integer primary key,
          key text not null unique,
          meeting_id integer not null references meetings (id),
          actor text not null,
          channel_id text, ts text, edited_ts text,
          withdrawn_at text,
          recorded_at text not null
        ) strict;
        create index idx_recordings_meeting on recordings (meeting_id, ts);
        create index idx_recordings_actor on recordings (actor, id);

        create table recorded_lines (
          recording_id integer not null references recordings (id),
          line integer not null,
          remark_id integer references remarks (id),
          passage_id integer references passages (id) on delete set null,
          memo_id integer references memos (id),
          begins integer not null default 0,
          version integer not null default 1,
          primary key (recording_id, line)
        ) strict, without rowid;
        create index idx_recorded_lines_remark on recorded_lines (remark_id);
        create index idx_recorded_lines_passage on recorded_lines (passage_id);

        create table real_names (
          remark_id integer primary key references remarks (id),
          name text not null
        ) strict;

        create table live_meetings (
          meeting_id integer primary key references meetings (id),
          channel_id text not null,
          thread_ts text,
          drawn_at text,
          began_at text not null,
          ended_at text
        ) strict;
        create index idx_live_meetings_thread on live_meetings (channel_id, thread_ts);

        create table agenda_steps (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          agenda_item_id integer not null references agenda_items (id) on delete cascade,
          at text not null
        ) strict;
        create index idx_agenda_steps_meeting on agenda_steps (meeting_id, at);
        create index idx_agenda_steps_item on agenda_steps (agenda_item_id);

        create table breaks (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          began_at text not null,
          ended_at text,
          passage_id integer references passages (id) on delete set null
        ) strict;
        create index idx_breaks_meeting on breaks (meeting_id);
        create index idx_breaks_passage on breaks (passage_id)
        """,
    )


@migrations()
def m012_the_roster(db: Database) -> None:
    # A person belongs to one council, so that no council sees another's. Somebody who was merged
    # into another stays as the name that leads there: the next minutes may print it again. What
    # is known of a person only from minutes is as hidden as those minutes; what the office put
    # on the roster is not. Phone, fax and mail have a table that nothing public reads.
    _run(
        db,
        """
        alter table people add column council_id integer references councils (id);
        alter table people add column mark text not null default '';
        alter table people add column merged_into integer references people (id);
        alter table people add column version integer not null default 1;
        update people set council_id = coalesce(
          (select council_id from members c where c.person_id = people.id limit 1),
          (select m.council_id from attendance a join meetings m on m.id = a.meeting_id
            where a.person_id = people.id limit 1));
        create index idx_people_called
          on people (council_id, replace(replace(name, ' ', ''), '　', ''));
        create index idx_people_merged on people (merged_into) where merged_into is not null;

        alter table members add column category text not null default '';
        alter table members add column affiliation text not null default '';
        alter table members add column proxy_allowed integer not null default 0
          check (proxy_allowed in (0, 1));
        alter table members add column slack_user text;
        alter table members add column reached_by text
          check (reached_by in ('phone', 'fax', 'mail', 'slack'));
        alter table members add column source text not null default 'minutes'
          check (source in ('minutes', 'roster'));
        alter table members add column withdrawn_at text;
        create index idx_members_council on members (council_id, person_id);

        create table contacts (
          person_id integer not null references people (id),
          kind text not null check (kind in ('phone', 'fax', 'mail')),
          value text not null,
          primary key (person_id, kind)
        ) strict, without rowid;

        create table appointments (
          id integer primary key,
          person_id integer not null references people (id),
          since text not null,
          department text not null default '',
          section text not null default '',
          unit text not null default '',
          post text not null default '',
          unique (person_id, since)
        ) strict;

        create table different_people (
          person_id integer not null references people (id),
          other_id integer not null references people (id),
          primary key (person_id, other_id)
        ) strict, without rowid;
        create index idx_different_people_other on different_people (other_id)
        """,
    )


@migrations()
def m013_what_is_shown_of_a_running_meeting(db: Database) -> None:
    # `drawn` tells what the control message showed last, so that what was not drawn is noticed.
    # Slack may ask us to leave a thread alone for a while. A recording knows its thread, so that
    # a message that is gone from it is told from one that was recorded from elsewhere; and when
    # its mark was last put on or taken off, for Slack may tell of the two in the wrong order.
    _run(
        db,
        """
        alter table live_meetings add column drawn text;
        alter table live_meetings add column rests_until text;
        alter table recordings add column thread_ts text;
        alter table recordings add column marked_ts text
        """,
    )


@migrations()
def m014_meetings_yet_to_come(db: Database) -> None:
    # The revision counts what calendars were told (SEQUENCE). A draft is what somebody typed and
    # was shown, and did not yet say yes to. A file is attached to a letter once.
    _run(
        db,
        """
        alter table meetings add column revision integer not null default 0;
        alter table meetings add column cancelled_because text;
        alter table materials add column permalink text;

        create table meeting_drafts (
          id integer primary key,
          council_id integer not null references councils (id),
          user_id text not null,
          body text not null,
          taken_at text,
          created_at text not null
        ) strict;

        create table calendar_files (
          letter_id integer primary key references outbox (id),
          claimed_at text not null
        ) strict;
        create index idx_outbox_scheduled on outbox (id) where kind = 'scheduled'
        """,
    )


@migrations()
def m015_date_polls(db: Database) -> None:
    # Candidates are days and times of the wall clock in Japan, a deadline is an instant. Whoever
    # is asked stays asked, with what they are called by the roster of the moment. An answer knows
    # whose hand entered it and how often it was changed, so that none is overwritten unseen.
    # `revision` counts what has changed of a poll, `drawn` what its message shows of it.
    _run(
        db,
        """
        create table polls (
          id integer primary key,
          council_id integer not null references councils (id),
          title text not null,
          venue text not null default '',
          state text not null default 'open' check (state in (
            'open', 'closed', 'decided', 'cancelled')),
          deadline_at text not null,
          asks_all integer not null check (asks_all in (0, 1)),
          channel_id text not null,
          letter integer not null default 1,
          revision integer not null default 1,
          drawn integer not null default 0,
          drawn_at text,
          rests_until text,
          option_id integer references poll_options (id),
          meeting_id integer references meetings (id),
          created_by text not null,
          created_at text not null
        ) strict;
        create index idx_polls_council on polls (council_id, state);
        create index idx_polls_due on polls (deadline_at) where state = 'open';
        create index idx_polls_stale on polls (id) where drawn < revision;
        create index idx_polls_option on polls (option_id);
        create index idx_polls_meeting on polls (meeting_id);

        create table poll_options (
          id integer primary key,
          poll_id integer not null references polls (id),
          position integer not null,
          day text not null,
          starts_at text,
          ends_at text,
          unique (poll_id, position)
        ) strict;

        create table poll_people (
          id integer primary key,
          poll_id integer not null references polls (id),
          person_id integer not null references people (id),
          position integer not null,
          part text not null check (part in ('member', 'officer')),
          title text not null default '',
          is_required integer not null default 0 check (is_required in (0, 1)),
          comment text not null default '',
          replied_by text,
          replied_at text,
          on_behalf integer not null default 0 check (on_behalf in (0, 1)),
          version integer not null default 0,
          unique (poll_id, person_id)
        ) strict;
        create index idx_poll_people_person on poll_people (person_id);

        create table poll_replies (
          asked_id integer not null references poll_people (id) on delete cascade,
          option_id integer not null references poll_options (id),
          reply text not null check (reply in ('yes', 'maybe', 'no')),
          primary key (asked_id, option_id)
        ) strict, without rowid;
        create index idx_poll_replies_option on poll_replies (option_id)
        """,
    )


@migrations()
def m016_reminders_and_duties(db: Database) -> None:
    # A reminder is a plan; what it says waits in the outbox once its moment has come. Only what
    # is planned is in the index that the clock looks at.
    _run(
        db,
        """
        create table reminders (
          id integer primary key,
          council_id integer not null references councils (id),
          subject text not null check (subject in ('meeting', 'poll', 'response', 'minutes')),
          meeting_id integer references meetings (id),
          poll_id integer references polls (id),
          before text not null,
          audience text not null check (audience in (
            'channel', 'people', 'secretariat', 'unanswered')),
          source text not null check (source in ('rules', 'hand')),
          deadline_at text,
          state text not null check (state in (
            'planned', 'paused', 'stopped', 'told', 'passed', 'expired', 'called_off', 'dropped')),
          due_at text,
          revision integer not null default 0,
          created_by text not null,
          created_at text not null
        ) strict;
        create unique index idx_reminders_once on reminders (
          subject, coalesce(meeting_id, poll_id), before, audience);
        create index idx_reminders_due on reminders (due_at) where state = 'planned';
        create index idx_reminders_council on reminders (council_id, due_at)
          where state in ('planned', 'paused');
        create index idx_reminders_meeting on reminders (meeting_id);
        create index idx_reminders_poll on reminders (poll_id);
        create index idx_outbox_failed on outbox (kind) where state = 'failed';

        create table duties_done (
          meeting_id integer not null references meetings (id),
          duty text not null check (duty in (
            'notice', 'papers', 'summary', 'minutes', 'publication')),
          done_on text not null,
          done_by text not null,
          primary key (meeting_id, duty)
        ) strict, without rowid;

        create table duty_boards (
          council_id integer primary key references councils (id),
          letter integer not null default 0,
          drawn text,
          rests_until text
        ) strict
        """,
    )


@migrations()
def m017_attendance(db: Database) -> None:
    # Why somebody is excused stands in a table of its own, which nothing public reads: whoever
    # has a row there is excused. A place in the roll says when its holder came and went.
    _run(
        db,
        """
        alter table attendance add column affiliation text;
        alter table attendance add column arrived_at text;
        alter table attendance add column left_at text;
        alter table attendance add column proxy_name text;
        alter table attendance add column marked_by text;
        alter table attendance add column marked_at text;
        alter table attendance add column version integer not null default 1;

        create table excuses (
          meeting_id integer not null references meetings (id),
          person_id integer not null references people (id),
          reason text not null default '',
          primary key (meeting_id, person_id)
        ) strict, without rowid;
        create index idx_excuses_person on excuses (person_id);

        create table written_opinions (
          meeting_id integer not null references meetings (id),
          person_id integer not null references people (id),
          body text not null,
          received_at text not null,
          primary key (meeting_id, person_id)
        ) strict, without rowid;
        create index idx_written_opinions_person on written_opinions (person_id);

        create table item_absences (
          agenda_item_id integer not null references agenda_items (id) on delete cascade,
          person_id integer not null references people (id),
          primary key (agenda_item_id, person_id)
        ) strict, without rowid;
        create index idx_item_absences_person on item_absences (person_id);

        create table quorum_losses (
          id integer primary key,
          meeting_id integer not null references meetings (id),
          lost_at text not null,
          regained_at text
        ) strict;
        create index idx_quorum_losses_meeting on quorum_losses (meeting_id);

        create table attendance_messages (
          meeting_id integer primary key references meetings (id),
          letter integer not null default 1,
          drawn text,
          next_at text,
          is_dirty integer not null default 0,
          drawing_until text,
          rests_until text
        ) strict
        """,
    )


@migrations()
def m018_what_follows_from_attendance(db: Database) -> None:
    # A warning is given once for a term, its last day and how far ahead; a term that is merged
    # away takes its warnings with it. What a journey costs tells how far away somebody lives.
    _run(
        db,
        """
        create table travel_costs (
          person_id integer primary key references people (id),
          yen integer not null check (yen > 0)
        ) strict;

        create table term_warnings (
          member_id integer not null references members (id) on delete cascade,
          term_to text not null,
          months integer not null,
          primary key (member_id, term_to, months)
        ) strict, without rowid;
        create index idx_members_term_to on members (council_id, term_to)
        """,
    )


def _run(db: Database, statements: str) -> None:
    for statement in statements.split(";"):
        db.execute(statement)
