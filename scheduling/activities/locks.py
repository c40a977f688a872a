"""What is locked, in what order, and why: the page of hours goes on here.

Order: **person, then occasion or place, then months, then counts and hours rows, then marks of changed
months.**

* An *occasion* is locked by whoever changes it, says what became of it or counts its people: the second who
  presses sees what the first one did.
* A *place* where something is counted is locked as an occasion is, by whoever notes numbers of it: the same
  sending twice at once counts once.
* *Months* are shared and marked by the verbs of hours (`scheduling.hours.services.months`).
"""

from scheduling.activities.models import Activity


def lock_activity(activity: Activity) -> Activity:
    """Wait for others who change this occasion, and hold it until the transaction ends."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("group__role", "role")
    return rows.get(pk=activity.pk)
