"""A mistake in a setting is told in a line that names its variable and never its value."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.cli import main
from app.settings import Settings, mistakes_in, unknown_settings


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder without a file of settings."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("PORT", "eighty"), ("LOG_LEVEL", "loud"), ("SESSION_HOURS", "a day"), ("EMBEDDING_PATH", "fast")],
)
def test_a_value_that_cannot_be_read_ends_with_its_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(f"STORYHARVEST_{variable}", value)

    with pytest.raises(SystemExit) as ended:
        main(["openapi"])

    assert str(ended.value.code).startswith(f"storyharvest: STORYHARVEST_{variable}: ")
    assert value not in str(ended.value.code)
    assert "\n" not in str(ended.value.code)


def test_every_mistake_has_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYHARVEST_PORT", "x")
    monkeypatch.setenv("STORYHARVEST_SESSION_HOURS", "y")

    with pytest.raises(ValidationError) as wrong:
        Settings()

    assert [line.partition(":")[0] for line in mistakes_in(wrong.value)] == [
        "STORYHARVEST_PORT",
        "STORYHARVEST_SESSION_HOURS",
    ]


def test_a_misspelt_variable_is_told_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("STORYHARVEST_HSOT=0.0.0.0\nELSE=1\n")
    monkeypatch.setenv("STORYHARVEST_DATABSE_URL", "sqlite:///secret")

    main(["openapi", "--out", str(tmp_path / "out.json")])

    told = capsys.readouterr().err
    assert "STORYHARVEST_DATABSE_URL is no setting; did you mean STORYHARVEST_DATABASE_URL?" in told
    assert "STORYHARVEST_HSOT is no setting; did you mean STORYHARVEST_HOST?" in told
    assert "secret" not in told
    assert "ELSE" not in told


def test_every_setting_is_known() -> None:
    assert list(unknown_settings(f"STORYHARVEST_{name.upper()}" for name in Settings.model_fields)) == []


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])

    assert capsys.readouterr().out.startswith("storyharvest 0.")
