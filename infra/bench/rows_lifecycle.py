"""What many associations cost: making one, seeing who is behind, its size, a worker that served them all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import psycopg

from infra.bench.register import Finding, row
from infra.bench.scene import ROOT, Scene

MEGABYTE = 1024 * 1024


@row("provisioning")
def provisioning(scene: Scene) -> Iterator[Finding]:
    """An association from the template's dump, against migrating its schema, with their dumps compared."""
    told = _as_owner(scene, "provisioning")
    factor = told["migrating"] / told["by_dump"]
    yield Finding(
        what="an association made from the template's dump, times faster than by migrating",
        value=round(factor, 1),
        unit="×",
        target="≥ 10",
        holds=factor >= 10,
        baseline=f"migrate_schemas {told['migrating']:.2f} s, ours {told['by_dump']:.3f} s (medians)",
        data=f"{told['made']} made, {told['migrated']} migrated",
    )
    yield Finding(
        what="lines by which pg_dump tells the two apart",
        value=told["different_lines"],
        unit="lines",
        target="≤ 0",
        holds=told["different_lines"] == 0,
        baseline="the migrated schema, dumped and restored once",
        data="two schemas",
    )


@row("pending")
def pending(scene: Scene) -> Iterator[Finding]:
    """Who is behind: one look over all, against django-tenants' way from schema to schema."""
    slugs = scene.data("associations")["slugs"]
    told = _as_owner(scene, "pending", str(min(len(slugs), 12)))
    factor = told["theirs_each"] * told["associations"] / told["ours"]
    # The look begins with a fixed cost, so few associations cannot show what many do.
    target = 50 if scene.profile == "large" else 5
    yield Finding(
        what="finding who is behind, times faster",
        value=round(factor, 1),
        unit="×",
        target=f"≥ {target}",
        holds=factor >= target,
        baseline=(
            f"migrate_schemas with nothing to do, {told['theirs_each']:.2f} s an association "
            f"(timed on {told['theirs']}); ours {told['ours']:.3f} s for all"
        ),
        data=f"{told['associations']} associations",
    )


@row("association_size")
def association_size(scene: Scene) -> Iterator[Finding]:
    """All tables and indexes of an association without a row of its own."""
    slugs = scene.data("associations")["slugs"]
    schema_name = f"a_{slugs[0]}"
    with psycopg.connect(scene.stack.urls.owner) as own:  # noqa: TID251  # sizes, of all of it
        found = own.execute(
            "SELECT COALESCE(sum(pg_total_relation_size(oid)), 0), count(*) FROM pg_class"
            " WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'S')",
            [schema_name],
        ).fetchone()
    size, relations = found or (0, 0)
    megabytes = float(size) / MEGABYTE
    yield Finding(
        what="size of an empty association",
        value=round(megabytes, 2),
        unit="MB",
        target="≤ 4",
        holds=0 < megabytes <= 4,
        baseline="",
        data=f"{relations} tables and sequences with their indexes",
    )


@row("worker_memory")
def worker_memory(scene: Scene) -> Iterator[Finding]:
    """A gunicorn process with pooled connections that served every association, until they were recycled."""
    slugs = scene.data("associations")["slugs"]
    told = measured(
        scene, "app", "infra.bench.worker", json.dumps(slugs), variables={"DATABASE_POOL": "true"}
    )
    grown = (told["worker_after"] - told["worker_before"]) / MEGABYTE
    yield Finding(
        what="growth of a web worker that served all of them",
        value=round(grown, 1),
        unit="MB",
        target="≤ 100",
        holds=grown <= 100,
        baseline=f"{told['worker_before'] / MEGABYTE:.0f} MB before, after one request",
        data=f"{len(slugs)} associations, {told['requests']} requests",
    )
    peak = told["backends_after"] / MEGABYTE
    recycled = told["backends_recycled"] / MEGABYTE
    yield Finding(
        what="memory of its PostgreSQL backends once its connections were recycled",
        value=round(recycled, 1),
        unit="MB",
        target=f"≤ {told['backends_before'] / MEGABYTE * 2:.0f}",
        holds=recycled <= told["backends_before"] / MEGABYTE * 2,
        baseline=(
            f"{told['backends_before'] / MEGABYTE:.1f} MB at first, {peak:.1f} MB after all associations, "
            f"{told['connections']} connections"
        ),
        data=f"{len(slugs)} associations",
    )


def _as_owner(scene: Scene, *words: str) -> dict[str, float]:
    return measured(scene, "owner", "infra.bench.ownership", *words)


def measured(
    scene: Scene, process: str, module: str, *words: str, variables: dict[str, str] | None = None
) -> dict[str, float]:
    """What a process of a kind and with a login of its own measured: the last line that it said, as JSON."""
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", module, *words],
        env={**os.environ, **scene.stack.environment(process), **(variables or {})},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"^MEASURED (.*)$", answer.stdout, re.MULTILINE)
    if answer.returncode or not found:
        raise RuntimeError(f"{module} {' '.join(words[:1])} could not measure:\n{answer.stderr[-2000:]}")
    measured: dict[str, float] = json.loads(found[1])
    return measured
