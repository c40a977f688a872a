"""The same story from the same seed, on every Python and quickly."""

import ast
import subprocess
import sys
import time
from pathlib import Path

import pytest

import local.federation
from local.federation.associations import ASSOCIATIONS
from local.federation.catalogue import DISTRICTS, ROLES, Words
from local.federation.story import SEED, Story, build, digest

DIGEST = "4a3ff6bb4bd84a0719dc772552f99719ebc10c5484def43b021fe399e686aa92"


def test_digest_is_the_same_on_every_platform(story: Story) -> None:
    """Whoever changes the demo changes this line, knowingly."""
    assert digest(story) == DIGEST


def test_another_process_makes_the_same_story(story: Story) -> None:
    """With another hash seed, so that no order of a set can slip in."""
    code = "from local.federation.story import build, digest; print(digest(build()))"
    package = Path(local.federation.__file__).parents[2]
    made = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(package), "PYTHONHASHSEED": "12345"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert made.stdout.strip() == digest(story)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_make_other_stories_with_the_same_sums(seed: int, story: Story) -> None:
    other = build.__wrapped__(seed)
    assert digest(other) != digest(story)
    assert sum(map(len, other.people.values())) == sum(map(len, story.people.values()))


def test_it_is_quick() -> None:
    begin = time.process_time()
    build.__wrapped__(SEED)
    assert time.process_time() - begin < 3


def test_it_knows_nothing_of_django() -> None:
    for path in Path(local.federation.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            ours = [name for name in names if name.partition(".")[0] not in sys.stdlib_module_names]
            assert all(name.startswith("local.federation") for name in ours), path


def test_all_words_are_said_in_three_languages() -> None:
    words = [role.name for role in ROLES] + [role.description for role in ROLES]
    words += [district.name for district in DISTRICTS]
    words += [association.public_text for association in ASSOCIATIONS]
    assert all(isinstance(word, Words) and word.fi and word.sv and word.en for word in words)
    assert len(ROLES) == 21
    assert [district.code for district in DISTRICTS] == ["pohjoinen", "itainen", "lantinen", "etelainen"]


def test_districts_have_their_associations() -> None:
    assert {
        district.code: [its.slug for its in ASSOCIATIONS if its.district == district.code]
        for district in DISTRICTS
    } == {
        "pohjoinen": ["napajoki", "tunturila", "peramaa"],
        "itainen": ["vesilinna", "kallavirta", "karjalanranta", "kuutsalo"],
        "lantinen": ["kusten", "lakeus"],
        "etelainen": ["vanajaranta", "uusisuvanto", "itasatama"],
    }
    states = {its.slug: its.state for its in ASSOCIATIONS if its.state != "active"}
    assert states == {"lakeus": "suspended", "itasatama": "approved"}
