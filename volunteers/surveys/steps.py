"""When answers may be told: never fewer than ten at first, and never fewer than five more at a time.

Whoever looks at a result, waits for one more answer and looks again would know that answer. So what is told
stays as it is until enough more have come for nobody to stand out among them.
"""

FIRST, STEP = 10, 5


def needed(*, shown: int) -> int:
    """How many answers have to wait before they may be told, when so many are told already."""
    return STEP if shown else FIRST


def may_tell(*, shown: int, waiting: int) -> bool:
    """Whether those that wait may be told now."""
    return waiting >= needed(shown=shown)
