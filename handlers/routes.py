"""Every Slack name the bot answers to, on one screen."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import BoltContext, BoltRequest
from slack_sdk import WebClient

from handlers import (
    accepting,
    answers,
    changes,
    commands,
    confirming,
    councils,
    delivery,
    duties,
    export,
    home,
    members,
    minutes,
    reminders,
    ruling,
    search,
    trend,
    watches,
    words,
)
from handlers.attendance import board as attendance_board
from handlers.attendance import pressed as attendance_pressed
from handlers.attendance import typed as attendance_typed
from handlers.attended import history as attended_history
from handlers.attended import pack as attended_pack
from handlers.attended import pay as attended_pay
from handlers.attended import terms as attended_terms
from handlers.commands import Command
from handlers.live import agenda, catching_up, control, sitting, thread
from handlers.notes import form as note_form
from handlers.notes import quick
from handlers.polls import asking as poll_asking
from handlers.polls import boards as poll_boards
from handlers.polls import deciding as poll_deciding
from handlers.polls import desk as poll_desk
from handlers.polls import replying as poll_replying
from handlers.remarks import form as remark_form
from handlers.remarks import menu as remark_menu
from handlers.schedule import papers, planning, showing, telling
from handlers.views import answers as answer_views
from handlers.views import attendance as attendance_views
from handlers.views import attendance_forms as attendance_form_views
from handlers.views import attended as attended_views
from handlers.views import attended_pack as attended_pack_views
from handlers.views import attended_pay as attended_pay_views
from handlers.views import attended_terms as attended_terms_views
from handlers.views import changes as change_views
from handlers.views import confirming as confirming_views
from handlers.views import councils as council_views
from handlers.views import duties as duty_views
from handlers.views import export as export_views
from handlers.views import histories as history_views
from handlers.views import hits as hit_views
from handlers.views import home as home_views
from handlers.views import ladder as ladder_views
from handlers.views import live as live_views
from handlers.views import live_forms as live_form_views
from handlers.views import live_told as live_told_views
from handlers.views import member_forms as member_form_views
from handlers.views import members as member_views
from handlers.views import minutes as minutes_views
from handlers.views import notes as note_views
from handlers.views import poll_begin as poll_begin_views
from handlers.views import poll_desk as poll_desk_views
from handlers.views import poll_forms as poll_form_views
from handlers.views import polls as poll_views
from handlers.views import recordings as recording_views
from handlers.views import remark_form as remark_form_views
from handlers.views import remarks as remark_views
from handlers.views import reminders as reminder_views
from handlers.views import rosters as roster_views
from handlers.views import ruling as ruling_views
from handlers.views import ruling_roll as ruling_roll_views
from handlers.views import schedule as schedule_views
from handlers.views import schedule_forms
from handlers.views import search as search_views
from handlers.views import trend as trend_views
from handlers.views import watches as watch_views
from handlers.views import words as word_views
from handlers.visit import Visit
from store.attendance import KIND as ATTENDANCE_ROLL
from store.duties import KIND as DUTIES
from store.live import KIND as LIVE
from store.misses import KIND as MISSES
from store.polls import KIND as POLL
from store.reminders import KIND as REMINDER
from store.reminders import MISSED as REMINDER_MISSED
from store.schedule import KIND as SCHEDULED
from store.terms import KIND as TERMS
from store.watches import KIND as WATCH

Listener = Callable[..., None]

MINUTES = Command(
    name="/minutes",
    title="会議録",
    subcommands=(
        search.SEARCH,
        answers.ANSWERS,
        minutes.SHOW,
        minutes.RECENT,
        quick.NOTE,
        quick.UNDO,
        changes.HISTORY,
        changes.CHANGES,
        trend.TREND,
        watches.WATCH,
        words.WORDS,
        confirming.CONFIRM,
        confirming.PUBLISH,
        confirming.REOPEN,
    ),
)
COUNCIL = Command(
    name="/council",
    title="会議体",
    subcommands=(
        councils.HERE,
        councils.NEW,
        councils.LIST,
        councils.STAFF,
        members.MEMBERS,
        ruling.RULES,
    ),
)
MEETING = Command(
    name="/meeting",
    title="会議",
    subcommands=(
        sitting.START,
        agenda.ITEM,
        sitting.BREAK,
        sitting.RESUME,
        sitting.END,
        planning.SCHEDULE,
        showing.NEXT,
        showing.LIST,
        planning.CHANGE,
        showing.CANCEL,
        poll_asking.POLL,
        reminders.REMIND,
        duties.DUTIES,
    ),
)
ATTENDANCE = Command(
    name="/attendance",
    title="出欠",
    subcommands=(
        attendance_typed.POST,
        attendance_typed.IN,
        attendance_typed.OUT,
        attendance_typed.LATE,
        attendance_typed.ABSENT,
        attendance_typed.SHOW,
        attended_history.HISTORY,
        attended_pay.PAY,
        attended_terms.TERMS,
        attended_pack.PACK,
    ),
)

COMMANDS: dict[str, Listener] = {
    command.name: commands.listener(command) for command in (MINUTES, COUNCIL, MEETING, ATTENDANCE)
}

# A button's name may go on after a dot, where one message has several of a kind.
BUTTONS: dict[str, Listener] = {
    search_views.PAGE: search.turn_page,
    search_views.WORD: search.switch_word,
    search_views.YEAR: search.narrow_to_year,
    search_views.MEETING: search.narrow_to_meeting,
    search_views.AGAIN: search.search_again,
    search_views.OPEN_FORM: search.open_form,
    ladder_views.STEP: search.search_again,
    minutes_views.PAGE: minutes.turn_pages,
    minutes_views.MEETINGS_PAGE: minutes.turn_meetings,
    minutes_views.SHOW: minutes.turn_pages,
    hit_views.AROUND: search.look_around,
    hit_views.SHARE: search.share,
    answer_views.PAGE: answers.turn_answers,
    answer_views.CORRECT: answers.open_form,
    remark_views.MENU: remark_menu.choose,
    remark_views.OPEN: remark_menu.open_form,
    remark_views.RESTORE: remark_menu.restore,
    remark_views.WITHDRAWN: remark_menu.list_withdrawn,
    remark_views.HISTORY: remark_menu.show_history,
    remark_form_views.WITHDRAW: remark_form.withdraw,
    remark_form_views.KEEP: remark_form.keep_theirs,
    confirming_views.CONFIRM: confirming.confirm_it,
    confirming_views.PUBLISH: confirming.publish_it,
    confirming_views.REOPEN: confirming.reopen_it,
    history_views.PAGE: changes.turn_history,
    change_views.PAGE: changes.turn_pages,
    change_views.WORD: changes.send,
    change_views.XLSX: changes.send,
    recording_views.TAKE_BACK: quick.take_back,
    recording_views.PUT_BACK: quick.put_back,
    recording_views.MEETING: quick.note_into,
    note_views.OPEN: note_form.open_from_button,
    note_views.MEETING: note_form.choose_meeting,
    note_views.TAKE_BACK: note_form.take_back,
    note_views.PUT_BACK: note_form.put_back,
    home_views.PAGE: home.turn_pages,
    home_views.TAKE_BACK: home.take_back,
    home_views.PUT_BACK: home.put_back,
    live_views.NEXT: agenda.advance,
    live_views.END: sitting.close,
    live_told_views.REOPEN: sitting.reopen,
    live_told_views.BEGIN_ANEW: sitting.begin_anew,
    live_views.MENU: sitting.choose,
    live_views.ROLL: attendance_pressed.open_form,
    attendance_views.MARK: attendance_pressed.choose,
    attendance_views.OPEN: attendance_pressed.open_form,
    attendance_views.DETAILS: attendance_pressed.open_details,
    attendance_views.WHO: attendance_pressed.choose_again,
    attendance_form_views.PICKED: attendance_pressed.pick,
    attended_views.PEOPLE: attended_history.turn_people,
    attended_views.MEETINGS: attended_history.turn_meetings,
    attended_views.WORD: attended_history.send_sheet,
    attended_views.EXCEL: attended_history.send_sheet,
    attended_pay_views.PAGE: attended_pay.turn,
    attended_pay_views.CSV: attended_pay.send,
    attended_pay_views.EXCEL: attended_pay.send,
    attended_pay_views.OPEN: attended_pay.open_form,
    attended_terms_views.OPEN: attended_terms.open_form,
    attended_pack_views.PACK: attended_pack.send,
    live_told_views.RESTORE: thread.restore,
    export_views.CSV: export.hits,
    export_views.XLSX: export.hits,
    export_views.TREND_CSV: export.trend,
    export_views.TREND_XLSX: export.trend,
    trend_views.BY_YEAR: trend.by_year,
    trend_views.BY_MEETING: trend.by_meeting,
    watch_views.PAUSE: watches.pause,
    watch_views.RESUME: watches.resume,
    watch_views.STOP: watches.stop,
    watch_views.SHOW: watches.show,
    watch_views.PAGE: watches.turn_list,
    word_views.PAGE: words.turn_groups,
    word_views.ADD: words.open_new,
    word_views.EDIT: words.open_group,
    word_views.MISSES: words.show_misses,
    council_views.BIND_HERE: councils.bind_here,
    council_views.STAFF: councils.show_staff,
    council_views.APPOINT: councils.appoint,
    council_views.DISMISS: councils.dismiss,
    member_views.LIST: members.turn_list,
    member_views.ADD: members.open_new,
    member_views.EDIT: members.open_member,
    member_views.READING: members.accept_reading,
    member_views.ADD_OFFICER: members.open_new_officer,
    member_views.EDIT_OFFICER: members.open_officer,
    member_views.MERGE: members.merge,
    member_views.APART: members.keep_apart,
    roster_views.TAKE_IN: members.open_roster,
    roster_views.EXCEL: members.send_excel,
    schedule_views.SAVE: planning.save,
    schedule_views.EDIT: planning.edit,
    schedule_views.NEW: planning.open_new,
    schedule_views.CHANGE: planning.open_meeting,
    schedule_views.CANCEL: showing.open_cancel,
    schedule_views.SHOW: showing.show_one,
    schedule_views.PAGE: showing.turn_list,
    schedule_views.CALENDAR: papers.send_calendar,
    schedule_views.NOTICE: papers.open_notice,
    poll_views.ANSWER: poll_replying.open_own,
    poll_views.LIST: poll_desk.open_list,
    poll_views.DESK: poll_desk.show,
    poll_desk_views.PAGE: poll_desk.turn_list,
    poll_desk_views.BEHALF: poll_replying.open_people,
    poll_desk_views.UNANSWERED: poll_desk.show_unanswered,
    poll_desk_views.CALL: poll_desk.call,
    poll_desk_views.EXCEL: poll_desk.send_excel,
    poll_desk_views.SHEET: poll_desk.send_sheet,
    poll_desk_views.DECIDE: poll_deciding.open_form,
    poll_desk_views.DEADLINE: poll_deciding.open_deadline,
    poll_desk_views.CLOSE: poll_deciding.close,
    poll_desk_views.CANCEL: poll_deciding.cancel,
    poll_desk_views.NEW: poll_asking.open_form,
    reminder_views.PAUSE: reminders.pause,
    reminder_views.RESUME: reminders.resume,
    reminder_views.STOP: reminders.stop,
    reminder_views.PAUSE_REST: reminders.pause_rest,
    reminder_views.RESUME_REST: reminders.resume_rest,
    reminder_views.STOP_REST: reminders.stop_rest,
    reminder_views.PAGE: reminders.turn_list,
    duty_views.DONE: duties.done,
    duty_views.UNDONE: duties.undone,
    ruling_views.OPEN: ruling.open_form,
    ruling_views.OPEN_ROLL: ruling.open_roll,
    ruling_roll_views.PREVIEW: ruling.preview,
}

FORMS: dict[str, Listener] = {
    search_views.FORM: search.send_form,
    word_views.FORM: words.save,
    answer_views.FORM: answers.correct,
    remark_form_views.FORM: remark_form.save,
    note_views.FORM: note_form.record_form,
    live_form_views.AGENDA_FORM: agenda.save_agenda,
    live_form_views.DISCLOSURE_FORM: sitting.save_disclosure,
    attendance_form_views.FORM: attendance_pressed.save,
    attendance_form_views.OWN_FORM: attendance_pressed.save_own,
    attendance_form_views.PROXY_FORM: attendance_pressed.save_proxy,
    attendance_form_views.DETAILS_FORM: attendance_pressed.save_details,
    attended_pay_views.FORM: attended_pay.save,
    attended_terms_views.FORM: attended_terms.save,
    council_views.FORM: councils.create,
    member_form_views.FORM: members.save_member,
    member_form_views.OFFICER_FORM: members.save_officer,
    roster_views.FORM: members.take_in,
    schedule_forms.FORM: planning.send_form,
    schedule_forms.CONFIRM_FORM: planning.confirm,
    schedule_forms.CANCEL_FORM: showing.cancel,
    schedule_forms.NOTICE_FORM: papers.send_notice,
    ruling_views.FORM: ruling.save,
    ruling_roll_views.FORM: ruling.save_roll,
    poll_begin_views.FORM: poll_asking.begin,
    poll_form_views.REPLY_FORM: poll_replying.save,
    poll_form_views.PERSON_FORM: poll_replying.choose_person,
    poll_form_views.DECIDE_FORM: poll_deciding.decide,
    poll_form_views.DEADLINE_FORM: poll_deciding.move_deadline,
}

SHORTCUTS: dict[str, Listener] = {
    search_views.SHORTCUT: search.open_empty_form,
    note_views.SHORTCUT: note_form.open_from_message,
}


def written(
    event: dict[str, Any],
    visit: Visit,
    client: WebClient,
    context: BoltContext,
    req: BoltRequest,
) -> None:
    """What is written to the bot is a search; what is written in a channel may be a remark."""
    if event.get("channel_type") == "im":
        search.written_to(event, visit, client)
    else:
        thread.heard(event, visit, client, context, req)


EVENTS: dict[str, Listener] = {
    "app_home_opened": home.opened,
    "app_mention": search.mentioned,
    "message": written,
    "reaction_added": thread.reacted,
    "reaction_removed": thread.reacted,
}

# What the outbox may hold, and who draws it when it is said.
LETTERS: dict[str, delivery.Draw] = {
    WATCH: watches.draw,
    MISSES: words.draw,
    accepting.KIND: accepting.draw,
    LIVE: control.draw,
    ATTENDANCE_ROLL: attendance_board.draw,
    TERMS: attended_terms.draw,
    SCHEDULED: telling.draw,
    POLL: poll_boards.draw,
    REMINDER: reminders.draw,
    REMINDER_MISSED: reminders.draw_missed,
    DUTIES: duties.draw,
}

# Time rings too: each is called with (store, client, now), in this order.
CLOCK: tuple[Callable[..., None], ...] = (
    accepting.save_waiting,
    watches.notice_new,
    words.weekly,
    poll_boards.ring,
    reminders.ring,
    duties.ring,
    attended_terms.ring,
    partial(delivery.deliver_due, LETTERS),
    telling.ring,
    catching_up.catch_up,
    attendance_board.ring,
)


def pattern(name: str) -> re.Pattern[str]:
    """What Slack may call a button of that name."""
    return re.compile(rf"{re.escape(name)}(\..+)?$")  # Bolt looks at the beginning only


def register(app: Any, guarded: Callable[[Listener], Listener]) -> None:
    """Give every name to Bolt, each listener guarded against its own faults."""
    for name, listener in COMMANDS.items():
        app.command(name)(guarded(listener))
    for name, listener in BUTTONS.items():
        app.action(pattern(name))(guarded(listener))
    for name, listener in FORMS.items():
        app.view(name)(guarded(listener))
    for name, listener in SHORTCUTS.items():
        app.shortcut(name)(guarded(listener))
    for name, listener in EVENTS.items():
        app.event(name)(guarded(listener))
