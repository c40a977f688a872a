"""The package is pure: it runs where neither Django nor SciPy is."""

import subprocess
import sys


def test_nothing_but_the_standard_library_is_imported() -> None:
    script = (
        "import sys, umbrella.suppression, umbrella.suppression.nightly\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'scipy', 'numpy', 'local'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": "platform:."},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "[]\n"
