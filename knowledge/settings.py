"""Settings that every part shares, and how they are read: environment, ``.env``, ``frontdesk.toml``, in that order."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from knowledge.errors import SettingError

PREFIX = "FRONTDESK_"


class Settings(BaseSettings):
    """Read once per entry point with `Settings.read` and passed in; nothing reads the environment later."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        toml_file="frontdesk.toml",
        extra="ignore",
        frozen=True,
    )

    data_dir: Path = Path(".frontdesk")
    """Where the embedded database, the index, the models and the logs are kept."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Add ``frontdesk.toml`` behind the environment and ``.env``."""
        toml = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, dotenv_settings, toml, file_secret_settings

    @classmethod
    def read(cls, **overrides: Any) -> Self:  # noqa: ANN401 - any setting, validated by pydantic
        """Read and validate the settings.

        Raises SettingError with the first wrong setting's name and what is wrong with it.
        """
        try:
            return cls(**overrides)
        except ValidationError as error:
            raise SettingError(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    """Name the settings as a person writes them, and never their values: one may be a token."""
    problems = (
        f"{PREFIX}{'_'.join(str(part) for part in detail['loc']).upper()}: {detail['msg']}"
        for detail in error.errors(include_input=False, include_url=False)
    )
    return f"Settings are wrong. {'; '.join(problems)}. Set them in the environment, .env or frontdesk.toml."
