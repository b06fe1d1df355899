"""One settings object: defaults, then the file, then the environment, then the flags."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path

from dmptui.core.errors import UsageError
from dmptui.core.text import _

ENVIRONMENT = {
    "data_dir": "DMPTUI_DATA_DIR",
    "server": "DMPTUI_SERVER",
    "language": "DMPTUI_LANG",
    "theme": "DMPTUI_THEME",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be chosen.

    Attributes:
        data_dir: where the embedded DMP keeps its database.
        server: base URL of a DMP server (``https://…``); empty for the embedded one.
        language: ``fr`` or ``en``.
        theme: name of a theme; empty lets the terminal decide.
        mouse: whether the program listens to the mouse; the terminal's own selection works when not.
        page_size: resources asked for at a time (ITI-67 ``_count``).
        timeout: seconds before a server that does not answer is given up.
        authorisation_days: how long an authorisation is valid, on the embedded DMP.
    """

    data_dir: Path
    server: str = ""
    language: str = "fr"
    theme: str = ""
    mouse: bool = False
    page_size: int = 100
    timeout: float = 20.0
    authorisation_days: int = 365

    @property
    def database(self) -> Path:
        """The embedded DMP's only file."""
        return self.data_dir / "dmp.sqlite3"


def load(environ: Mapping[str, str] = os.environ, config: Path | None = None, **flags: Any) -> Settings:
    """The settings in force.

    Args:
        environ: the environment; ``ENVIRONMENT`` names the variables.
        config: the settings file, TOML; by default ``config.toml`` in the user's configuration folder.
        flags: fields given on the command line; None means not given.

    Raises:
        UsageError: the file cannot be read, or has an unknown or badly typed setting.
    """
    settings = Settings(data_dir=user_data_path("dmptui"))
    chosen = _from_file(config or user_config_path("dmptui") / "config.toml")
    chosen |= {name: environ[variable] for name, variable in ENVIRONMENT.items() if environ.get(variable)}
    chosen |= {name: value for name, value in flags.items() if value is not None}
    if "data_dir" in chosen:
        chosen["data_dir"] = Path(chosen["data_dir"]).expanduser()
    return replace(settings, **chosen)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(
            _("Le fichier de réglages {path} est illisible : {error}. Corrigez-le ou supprimez-le.").format(
                path=path, error=error
            )
        ) from error
    types = {field.name: field.type for field in fields(Settings)}
    for name, value in found.items():
        expected = {"data_dir": str, "timeout": (int, float)}.get(name, types.get(name))
        if expected is None or not isinstance(value, expected):  # type: ignore[arg-type]
            raise UsageError(
                _("Réglage inconnu ou mal écrit dans {path} : « {name} ».").format(path=path, name=name)
            )
    return found
