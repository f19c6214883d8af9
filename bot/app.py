"""One Bolt app: a visit for each listener, and one place where faults become an apology."""

import functools
import inspect
import logging
import secrets
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from slack_bolt import App, Args, BoltRequest, BoltResponse, Respond
from slack_bolt.listener.listener_completion_handler import ListenerCompletionHandler
from slack_bolt.listener.listener_start_handler import ListenerStartHandler
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookResponse

from handlers import routes
from handlers.commands import Choice
from handlers.errors import FormError, NotDrawn
from handlers.views import commands as views
from handlers.visit import Visit
from store.db import Store
from store.errors import Refused

# With Bolt's own 5, the sixth command while five are busy is never acknowledged.
THREADS = 16
SLACK_TIMEOUT = 10  # seconds for one call to Slack

log = logging.getLogger("kaigiroku")


def build_client(token: str, api_url: str) -> WebClient:
    """Slack's Web API, as patient as one listener may be."""
    client = WebClient(token, base_url=api_url, timeout=SLACK_TIMEOUT)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    return client


def build_clock_client(token: str, api_url: str) -> WebClient:
    """Slack's Web API for the clock, which repeats no call: a repeated post is a second message."""
    return WebClient(token, base_url=api_url, timeout=SLACK_TIMEOUT, retry_handlers=[])


def build_app(
    client: WebClient,
    store: Store,
    clock: Callable[[], datetime],
    admins: Collection[str] = (),
    executor: ThreadPoolExecutor | None = None,
) -> App:
    """The bot, ready to be connected; `executor` runs its listeners."""
    app = App(
        client=client,
        listener_executor=executor or ThreadPoolExecutor(THREADS, thread_name_prefix="listener"),
    )
    # These two run in the listener's own thread; a middleware would run in another.
    app.listener_runner.listener_start_handler = _VisitBegins(store, clock, admins)
    app.listener_runner.listener_completion_handler = _VisitEnds()
    routes.register(app, _guarded)
    return app


class _VisitBegins(ListenerStartHandler):
    def __init__(
        self, store: Store, clock: Callable[[], datetime], admins: Collection[str]
    ) -> None:
        self._store = store
        self._clock = clock
        self._admins = admins

    def handle(self, request: BoltRequest, response: BoltResponse | None) -> None:
        user_id = request.context.user_id or ""
        request.context["visit"] = Visit(
            user_id=user_id,
            channel_id=request.context.channel_id or "",
            trigger_id=request.body.get("trigger_id", ""),
            now=self._clock(),
            db=self._store.reader(),
            store=self._store,
            is_admin=user_id in self._admins,
        )


class _VisitEnds(ListenerCompletionHandler):
    def handle(self, request: BoltRequest, response: BoltResponse | None) -> None:
        if "visit" in request.context:
            request.context["visit"].db.close()


def _guarded(listener: Callable[..., None]) -> Callable[[Args], None]:
    """The listener, with whatever goes wrong in it told to the person who waits.

    Nothing may reach Bolt: an exception there can lose an acknowledgement already given.
    """
    names = list(inspect.signature(listener).parameters)

    @functools.wraps(listener)
    def run(args: Args) -> None:
        try:
            args.context["respond"] = _Heard(args.respond)
            listener(**{name: _available(args, name) for name in names})
        except Refused as refusal:
            _tell(args, refusal)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("受付番号 %s: %s", reference, listener.__qualname__)
            _tell(args, Refused(views.apology(reference)))

    del run.__wrapped__  # Bolt would ask the listener itself for its parameters
    return run


class _Heard:
    """respond(), which says nothing of its own accord when Slack refuses what it was told."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, *args: Any, **kwargs: Any) -> WebhookResponse:
        response = self._respond(*args, **kwargs)
        if not 200 <= response.status_code < 300:
            raise NotDrawn(f"{response.status_code} {response.body}")
        return response


def _available(args: Args, name: str) -> Any:
    return args.context[name] if name in args.context else getattr(args, name)


def _tell(args: Args, refusal: Refused) -> None:
    try:
        if args.view is not None and args.ack.response is None:
            args.ack(response_action="errors", errors=_form_errors(args.view, refusal))
        else:
            args.ack()
            message = (
                refusal.message if isinstance(refusal, Choice) else views.mistake(refusal.sentence)
            )
            _say(args, message)
    except Exception:
        log.exception("could not tell %s", args.context.user_id)


def _say(args: Args, message: dict[str, Any]) -> None:
    if args.context.response_url:
        args.respond(**message, replace_original=False)
    else:
        # A window has no reply address of its own: the person is told by direct message.
        args.client.chat_postMessage(
            channel=args.context.user_id or "", text=message["text"], blocks=message["blocks"]
        )


def _form_errors(view: dict[str, Any], refusal: Refused) -> dict[str, str]:
    if isinstance(refusal, FormError):
        return refusal.errors
    # The form stays open with what was typed; the sentence stands under its first field.
    return {next(iter(view["state"]["values"])): refusal.sentence}
