"""Settings: every mistake is named at once."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "DATABASE_PATH": "k.db"}


def test_good_settings_are_read():
    settings = Settings.from_env(GOOD | {"KAIGIROKU_ADMINS": "U1, U2 U3"})
    assert settings.database_path == Path("k.db")
    assert settings.api_url == "https://slack.com/api/"
    assert settings.admins == {"U1", "U2", "U3"}
    assert settings.log_level == "INFO"


def test_everything_missing_is_named_at_once():
    with pytest.raises(SettingsError) as error:
        Settings.from_env({})
    for name in GOOD:
        assert name in str(error.value)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN は xoxb- で始まります"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN は xapp- で始まります"),
        ({"SLACK_API_URL": "http://127.0.0.1:1/"}, "/api/ で終わる"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
    ],
)
def test_what_is_wrong_is_told(wrong, sentence):
    with pytest.raises(SettingsError, match=sentence):
        Settings.from_env(GOOD | wrong)


def test_no_token_is_ever_told():
    with pytest.raises(SettingsError) as error:
        Settings.from_env(GOOD | {"SLACK_BOT_TOKEN": "secret-token"})
    assert "secret-token" not in str(error.value)
