"""The icons of the app on a home screen, drawn at the build: the brand's sign in the tokens' colours."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import typst

LIST = "app.json"
# What the system may cut its own shape out of keeps the sign within the middle.
DRAWN = (("any", 192, 64), ("any", 512, 64), ("maskable", 512, 50), ("touch", 180, 64))
TEMPLATE = """
#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: rgb("{ground}"))
#align(center + horizon, image(bytes(sys.inputs.sign), format: "svg", width: {width}%))
"""


def draw(frontend: Path, output: Path) -> None:
    """Write the icons under names that hold their content's hash, and a list of them with the colours."""
    tokens = (frontend / "styles/_tokens.scss").read_text(encoding="utf-8")
    ground, paper = token(tokens, "hero"), token(tokens, "paper")
    sign = (frontend / "brand.svg").read_text(encoding="utf-8")
    sign = re.sub(r'color="[^"]+"', f'color="{token(tokens, "hero-ink")}"', sign, count=1)
    icons = []
    for purpose, size, width in DRAWN:
        image = typst.compile(
            TEMPLATE.format(size=size, ground=ground, width=width).encode(),
            format="png",
            ppi=72,
            sys_inputs={"sign": sign},
            ignore_system_fonts=True,
        )
        if not isinstance(image, bytes):
            raise TypeError("Typst made several files of one icon.")
        name = f"app-{purpose}-{size}.{hashlib.sha256(image).hexdigest()[:12]}.png"
        (output / name).write_bytes(image)
        icons.append({"file": name, "purpose": purpose, "sizes": f"{size}x{size}"})
    listed = {"theme_color": ground, "background_color": paper, "icons": icons}
    (output / LIST).write_text(json.dumps(listed), encoding="utf-8")


def token(tokens: str, name: str) -> str:
    """A colour of the light theme, which the file gives last."""
    given: list[str] = re.findall(rf"--rn-{name}: (#[0-9a-f]{{6}});", tokens)
    return given[-1]
