"""The laws of the house that no off-the-shelf linter knows, each with a text that breaks it.

A law looks at one file and names the lines that break it. ``bad`` and ``good`` are its control: a law
that does not catch its own bad example is no law.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.layout.source import AT_ROOT, IN_PLATFORM, is_product

Lines = Iterator[int]


@dataclass(frozen=True)
class Law:
    """One rule. ``says`` is what a developer reads; ``doors`` are the files that may do it."""

    name: str
    says: str
    covers: Callable[[Path], bool]
    broken: Callable[[str], Lines]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    doors: tuple[str, ...] = ()

    def applies_to(self, path: Path) -> bool:
        """Whether a file has to keep this law."""
        return self.covers(path) and not any(path.match(door) for door in self.doors)


# --- which files ---------------------------------------------------------------------------------


def product_python(path: Path) -> bool:
    """Python that runs in production or in the demo."""
    return path.suffix == ".py" and is_product(path)


def any_python(path: Path) -> bool:
    """All Python, tests and tools included."""
    return path.suffix == ".py"


def migration(path: Path) -> bool:
    """Steps of the tables."""
    return product_python(path) and path.parent.name == "migrations"


def room(*names: str) -> Callable[[Path], bool]:
    """The product's files of such rooms: ``services.py`` as well as everything in ``services/``."""
    return lambda path: product_python(path) and bool({path.stem, *path.parts[:-1]} & set(names))


def product_template(path: Path) -> bool:
    """Django templates of the product."""
    return is_product(path) and "templates" in path.parts


def html(path: Path) -> bool:
    """Templates that a browser reads."""
    return product_template(path) and path.suffix == ".html"


def text_outside_tests(path: Path) -> bool:
    """Everything that is handed on: code, locks, settings, documents."""
    return path.parts[0] != "tests"


def written_by_hand(path: Path) -> bool:
    """Source that people read from top to bottom."""
    return path.suffix in {".py", ".html", ".ts", ".js", ".mjs", ".scss"} and "migrations" not in path.parts


# --- how a law finds a line ----------------------------------------------------------------------


def says(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Callable[[str], Lines]:
    """Lines on which a pattern begins; it may run over several."""
    compiled = re.compile(pattern, flags)

    def find(source: str) -> Lines:
        for match in compiled.finditer(source):
            yield source.count("\n", 0, match.start()) + 1

    return find


def either(*finders: Callable[[str], Lines]) -> Callable[[str], Lines]:
    """Lines that any of several finders finds."""

    def find(source: str) -> Lines:
        for finder in finders:
            yield from finder(source)

    return find


def node(broken: Callable[[ast.AST], bool]) -> Callable[[str], Lines]:
    """Lines of the syntax nodes that a predicate picks."""

    def find(source: str) -> Lines:
        for one in ast.walk(ast.parse(source)):
            if broken(one):
                yield one.lineno  # type: ignore[attr-defined]  # predicates pick statements and expressions

    return find


def _called(one: ast.AST) -> str:
    """What a call calls: the last name, or nothing."""
    if not isinstance(one, ast.Call):
        return ""
    if isinstance(one.func, ast.Attribute):
        return one.func.attr
    return one.func.id if isinstance(one.func, ast.Name) else ""


def calls(*methods: str) -> Callable[[str], Lines]:
    """Lines that call a method of such a name on anything."""
    return node(
        lambda one: (
            isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and _called(one) in methods
        )
    )


def _keywords(one: ast.AST) -> set[str]:
    return {word.arg for word in one.keywords if word.arg} if isinstance(one, ast.Call) else set()


def _writes_state(one: ast.AST) -> bool:
    targets: list[ast.expr] = []
    if isinstance(one, ast.Assign):
        targets = [each for target in one.targets for each in ast.walk(target) if isinstance(each, ast.expr)]
    elif isinstance(one, ast.AugAssign | ast.AnnAssign):
        targets = [one.target]
    elif _called(one) == "update" and "state" in _keywords(one):
        return True
    return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)


def states_without_moves(source: str) -> Lines:
    """Writes of a state in a module that has no table of what may follow what."""
    tree = ast.parse(source)
    tables = {target for one in tree.body for target in _names_given(one)}
    if "MOVES" not in tables:
        yield from node(_writes_state)(source)


def _names_given(one: ast.stmt) -> set[str]:
    targets = (
        one.targets if isinstance(one, ast.Assign) else [one.target] if isinstance(one, ast.AnnAssign) else []
    )
    return {target.id for target in targets if isinstance(target, ast.Name)}


DATABASE_CLOCK = re.compile(
    r"\b(CURRENT_(TIMESTAMP|DATE|TIME)|LOCALTIME(STAMP)?)\b"
    r"|(?<![\w.])(now|(clock|statement|transaction)_timestamp)\(\)",
    re.IGNORECASE,
)
RAW_TRANSACTION = re.compile(r"\s*(begin|commit|rollback|start transaction|savepoint|end)\b", re.IGNORECASE)
RAW_PHASE = re.compile(r"\s*(re)?set\s+((local|session)\s+)?(role|session|search_path)\b", re.IGNORECASE)


def _docstrings(tree: ast.AST) -> set[int]:
    """The identities of the nodes that are docstrings: prose, which may name anything."""
    return {
        id(one.body[0].value)
        for one in ast.walk(tree)
        if isinstance(one, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and one.body
        and isinstance(one.body[0], ast.Expr)
    }


def strings(pattern: re.Pattern[str]) -> Callable[[str], Lines]:
    """Lines of string literals, docstrings apart, in which a pattern is found."""

    def find(source: str) -> Lines:
        tree = ast.parse(source)
        prose = _docstrings(tree)
        for one in ast.walk(tree):
            if not isinstance(one, ast.Constant) or id(one) in prose:
                continue
            if isinstance(one.value, str) and pattern.search(one.value):
                yield one.lineno

    return find


def executes(pattern: re.Pattern[str]) -> Callable[[str], Lines]:
    """Lines that hand such a statement to a cursor."""

    def broken(one: ast.AST) -> bool:
        if _called(one) not in {"execute", "executemany", "SQL"}:
            return False
        assert isinstance(one, ast.Call)
        first = one.args[0] if one.args else None
        if isinstance(first, ast.JoinedStr) and first.values:
            first = first.values[0]
        return (
            isinstance(first, ast.Constant)
            and isinstance(first.value, str)
            and bool(pattern.match(first.value))
        )

    return node(broken)


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions that a module offers."""
    for one in tree.body:
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and not one.name.startswith("_"):
            yield one


def without_docstring(source: str) -> Lines:
    """Public functions and classes that nobody explains."""
    tree = ast.parse(source)
    classes = [one for one in tree.body if isinstance(one, ast.ClassDef) and not one.name.startswith("_")]
    for one in (*public_functions(tree), *classes):
        if ast.get_docstring(one) is None:
            yield one.lineno


def takes_positions(source: str) -> Lines:
    """Public functions whose arguments have no names at the call."""
    for one in public_functions(ast.parse(source)):
        if one.args.args or one.args.posonlyargs or one.args.vararg:
            yield one.lineno


def loose_tasks(source: str) -> Lines:
    """Tasks without an explicit name, or with arguments that a queue could mix up."""
    for one in ast.walk(ast.parse(source)):
        if not isinstance(one, ast.FunctionDef):
            continue
        for mark in one.decorator_list:
            if isinstance(mark, ast.Name) and mark.id in {"shared_task", "task"}:
                yield one.lineno
            elif _called(mark) in {"shared_task", "task"}:
                bound = 1 if "bind" in _keywords(mark) else 0
                if "name" not in _keywords(mark) or len(one.args.args) > bound:
                    yield one.lineno


LASTING = {"tenants.clock", "tenants.bootdb.APP", "tenants.bootdb.FIGURES", "tenants.bootdb.OWNER"}


def imports_ours(source: str) -> Lines:
    """Imports of our own code, but for what stays: the clock of dates' defaults, the logins' names."""
    for one in ast.walk(ast.parse(source)):
        names = [alias.name for alias in one.names] if isinstance(one, ast.Import) else []
        if isinstance(one, ast.ImportFrom):
            names = [f"{one.module}.{alias.name}" for alias in one.names]
        if any(name.split(".")[0] in IN_PLATFORM | AT_ROOT and name not in LASTING for name in names):
            yield one.lineno  # type: ignore[attr-defined]  # it is one of the two imports


def too_long(source: str) -> Lines:
    """The first line too many."""
    if source.count("\n") > 500:
        yield 501


# --- the laws ------------------------------------------------------------------------------------

TIME = "The domain has one clock, tenants.clock, which the demo can move"

LAWS = (
    Law(
        "jobs-by-later",
        "Jobs are sent by tenants.jobs.later(task, …): it binds the association now and sends after commit.",
        product_python,
        calls("delay", "apply_async", "send_task", "delay_on_commit"),
        bad=("deliver.delay(message=1)", "deliver.apply_async(kwargs={})", "app.send_task('x')"),
        good=("later(deliver, message=1)", "delay = 3"),
        doors=("tenants/jobs.py",),
    ),
    Law(
        "tasks-name-themselves",
        "A task has an explicit name and keyword-only arguments: what waits in a queue outlives a rename.",
        product_python,
        loose_tasks,
        bad=(
            "@shared_task\ndef f(): ...",
            "@shared_task()\ndef f(*, schema_name): ...",
            "@shared_task(name='a.b')\ndef f(schema_name): ...",
        ),
        good=(
            "@shared_task(name='a.b')\ndef f(*, schema_name): ...",
            "@shared_task(name='a.b', bind=True)\ndef f(self, *, schema_name): ...",
        ),
    ),
    Law(
        "one-door-for-state",
        "A state changes only in its door: the module with the table MOVES, which says what may follow what.",
        product_python,
        states_without_moves,
        bad=("signup.state = 'cancelled'", "a, b.state = 1, 2", "rows.update(state='sent')"),
        good=(
            "if signup.state == 'cancelled': ...",
            "Shift(state='draft')",
            "state = 'draft'",
            "MOVES = {A: {B}}\ndef move(*, to): signup.state = to",
        ),
    ),
    Law(
        "no-auto-now",
        f"{TIME}: a service sets created_at from it.",
        product_python,
        node(lambda one: bool(_keywords(one) & {"auto_now", "auto_now_add"})),
        bad=("models.DateTimeField(auto_now=True)", "models.DateField(auto_now_add=True)"),
        good=("models.DateTimeField()",),
    ),
    Law(
        "no-database-clock",
        f"{TIME}; the database's does not.",
        product_python,
        either(strings(DATABASE_CLOCK), says(r"(?<![\w.])Now\(\)")),
        bad=(
            "SQL = 'update shift set at = now()'",
            "SQL = 'select CURRENT_DATE'",
            "x.filter(at__lt=Now())",
        ),
        good=('"""now() is not ours."""', "now = clock.now()", "SQL = 'select known()'"),
        # What says when a deletion was really asked for has to be out of the reach of who serves people: like
        # sign-in and leases it is in real time, which nothing moves.
        doors=("tenants/migrations/0010_leaving_is_held_by_the_database.py",),
    ),
    Law(
        "no-raw-transactions",
        "A raw ROLLBACK or COMMIT passes by Django, which then believes in another phase: use atomic().",
        product_python,
        executes(RAW_TRANSACTION),
        bad=("cursor.execute('rollback')", "cursor.execute(' COMMIT;')", "c.execute('BEGIN')"),
        good=("cursor.execute('select 1')", "transaction.set_rollback(True)"),
        doors=("tenants/bootdb.py",),
    ),
    Law(
        "no-raw-phases",
        "Only tenants changes role or search path: use entered(association) or platform_role().",
        product_python,
        either(executes(RAW_PHASE), calls("set_tenant", "set_schema", "set_schema_to_public")),
        bad=("c.execute('SET ROLE x')", "c.execute(f'set search_path to {x}')", "connection.set_tenant(t)"),
        good=("c.execute('set statement_timeout = 0')", "entered(association)"),
        doors=("tenants/*.py", "tenants/*/*.py", "platform/accounts/middleware.py"),
    ),
    Law(
        "migrations-stand-alone",
        "A migration imports no code of ours, which will have changed when it runs.",
        migration,
        imports_ours,
        bad=("from tenants.models import Association", "import volunteers.register.models"),
        good=("import tenants.clock", "from tenants import clock", "from tenants.bootdb import APP"),
    ),
    Law(
        "migrations-suit-many-servers",
        "RENAME CONSTRAINT and UNLOGGED do not go with schemas that are spread over servers.",
        migration,
        strings(re.compile(r"\b(rename\s+constraint|unlogged)\b", re.IGNORECASE)),
        bad=("RunSQL('alter table a rename constraint b to c')", "RunSQL('create UNLOGGED table a ()')"),
        good=("RunSQL('alter table a add constraint b check (c > 0)')",),
    ),
    Law(
        "public-verbs-say-what-they-do",
        "Every public service, selector, rule and error has a docstring: what, what not, what it raises.",
        room("services", "selectors", "errors", "rules"),
        without_docstring,
        bad=("def sign_up(*, shift): ...", "class ShiftFull(DomainError):\n    code = 'shift_full'"),
        good=('def sign_up(*, shift):\n    """Put a volunteer on a shift."""', "def _step(): ..."),
    ),
    Law(
        "services-take-keywords",
        "A service takes keyword-only arguments.",
        room("services"),
        takes_positions,
        bad=("def sign_up(shift, person): ...", "def sign_up(*shifts): ..."),
        good=("def sign_up(*, shift, person): ...", "def _step(shift): ..."),
    ),
    Law(
        "exceptions-have-reasons",
        "A `type: ignore` or `noqa` names its code and, after two blanks, says why.",
        any_python,
        says(r"# type: ignore(?!\[[\w, -]+\]  # \w)|# noqa(?!: [A-Z]+\d+(, ?[A-Z]+\d+)*  (# )?\w)"),
        bad=("x = 1  # type: ignore", "x = 1  # type: ignore[attr-defined]", "x = 1  # noqa: S608"),
        good=(
            "x = 1  # type: ignore[attr-defined]  # the stubs lag behind",
            "x = 1  # noqa: S608  # names are quoted above",
        ),
        doors=("tests/layout/*.py",),
    ),
    Law(
        "files-stay-readable",
        "A file has at most 500 lines; split it by what it is about.",
        written_by_hand,
        too_long,
        bad=("\n" * 501,),
        good=("\n" * 500,),
    ),
    Law(
        "no-inline-style-or-script",
        "The content security policy allows no inline style, script or handler: use a class or a module.",
        html,
        says(
            r"<style\b|<script\b(?![^>]*\b(src|nonce)=)[^>]*>|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|hx-on|javascript:",
            re.IGNORECASE,
        ),
        bad=(
            '<p style="color:red">',
            "<style>p{}</style>",
            "<script>alert()</script>",
            '<a onclick="x()">',
            '<a href="javascript:x()">',
            '<a hx-on:click="x()">',
        ),
        good=('<p class="style">', '<script src="{{ a }}"></script>', "<p>on time = now</p>"),
        doors=("templates/mail/*.html",),  # mail programs read no style sheets and have no such policy
    ),
    Law(
        "blocktranslate-is-trimmed",
        "`blocktranslate` is always `trimmed`: indentation is no part of a text.",
        product_template,
        says(r"{%-?\s*blocktrans(late)?\b(?![^%]*\btrimmed\b)"),
        bad=("{% blocktranslate %}x{% endblocktranslate %}", "{% blocktrans count n=n %}"),
        good=(
            "{% blocktranslate trimmed %}x{% endblocktranslate %}",
            "{% blocktranslate count n=n trimmed %}",
        ),
    ),
    Law(
        "templates-say-translate",
        "The short tags' long names: `translate` and `blocktranslate`.",
        product_template,
        says(r"{%-?\s*(trans|blocktrans|endblocktrans)\s"),
        bad=("{% trans 'x' %}", "{% blocktrans trimmed %}", "{% endblocktrans %}"),
        good=("{% translate 'x' %}", "{% endblocktranslate %}"),
    ),
    Law(
        "nothing-of-one-machine",
        "Where packages come from and where a checkout lies is each machine's own business.",
        text_outside_tests,
        says(
            r"pypi\.org|pythonhosted\.org|registry\.npmjs|npmmirror|\"resolved\":"
            r"|--(extra-)?index-url\b|--find-links\b|--trusted-host\b"
            r"|(?<![\w.:/}%)>-])/(work|opt|mnt|home|Users|root)/\w|[A-Z]:\\\\"
        ),
        bad=(
            '"resolved": "https://x"',
            "pip install --index-url x",
            "cd /home/ada/rinnalla",
            "open('/work/x')",
        ),
        good=("path('/home/')", "https://example.org/home/ada", "/usr/bin/env", "{% url 'home' %}/home/x"),
    ),
    Law(
        "documents-outlive-tickets",
        "Say what is so and why; a number of a ticket tells the next reader nothing.",
        text_outside_tests,
        says(r"\b(issue|ticket)\s+#?\d|\bTODO\b|\bFIXME\b|\bXXX\b|coming soon", re.IGNORECASE),
        bad=("see issue 12", "# TODO later", "Coming soon"),
        good=("an issue of trust", "todos"),
    ),
)
