"""The one reader of the environment. What is wrong is collected, and then refused (`settings/__init__`)."""

import os
from pathlib import Path
from typing import Final, Literal, cast

from config.variables import Variables

ROOT: Final = Path(__file__).resolve().parents[3]
VARIABLES: Final = Variables(os.environ)

text = VARIABLES.text
secret = VARIABLES.secret
flag = VARIABLES.flag
number = VARIABLES.number
choice = VARIABLES.choice
base_url = VARIABLES.base_url
server_url = VARIABLES.server_url

Process = Literal["app", "owner", "figures"]

# Which database login this process has: `app` serves people, `owner` migrates, `figures` counts.
PROCESS: Final[Process] = cast(
    "Process", choice("RINNALLA_PROCESS", ("app", "owner", "figures"), default="app")
)
DEMO: Final = flag("DEMO", default=False)
DEBUG: Final = flag("DEBUG", default=False)
VAR_DIR: Final = Path(text("VAR_DIR", str(ROOT / "var")))
