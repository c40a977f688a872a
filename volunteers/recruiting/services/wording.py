"""What an association prepares for recruiting: questions of its roles, and replies."""

from django.db import transaction

from tenants.actors import Actor
from volunteers.recruiting.errors import TemplateKnown, TooManyQuestions
from volunteers.recruiting.models import Question, ReplyTemplate
from volunteers.register import trail
from volunteers.register.models import VolunteerRole

MOST_QUESTIONS = 5


@transaction.atomic
def add_question(*, role: VolunteerRole, by: Actor, text_fi: str, **rest: object) -> Question:
    """Ask something more of whoever applies for a role. Raises TooManyQuestions."""
    VolunteerRole.objects.select_for_update().get(pk=role.pk)
    count = Question.objects.filter(role=role).count()
    if count >= MOST_QUESTIONS:
        raise TooManyQuestions
    made = Question.objects.create(role=role, position=count, text_fi=text_fi, **rest)
    trail.record("role.question_added", by=by, subject_kind="role", subject_uuid=role.uuid)
    return made


@transaction.atomic
def remove_question(*, question: Question, by: Actor) -> None:
    """Ask it no longer. Answers that were given stay with their applications."""
    role = question.role
    question.delete()
    trail.record("role.question_removed", by=by, subject_kind="role", subject_uuid=role.uuid)


@transaction.atomic
def save_template(
    *, by: Actor, name: str, template: ReplyTemplate | None = None, **texts: str
) -> ReplyTemplate:
    """Write a reply, or change one. Raises TemplateKnown."""
    others = ReplyTemplate.objects.filter(name__iexact=name)
    if template is not None:
        others = others.exclude(pk=template.pk)
    if others.exists():
        raise TemplateKnown(name=name)
    row = template or ReplyTemplate()
    row.name = name
    for field, text in texts.items():
        setattr(row, field, text)
    row.save()
    trail.record("reply_template.saved", by=by, subject_kind="reply_template", subject_uuid=row.uuid)
    return row


@transaction.atomic
def remove_template(*, template: ReplyTemplate, by: Actor) -> None:
    """Put a reply away. What was sent stays as it was."""
    uuid = template.uuid
    template.delete()
    trail.record("reply_template.removed", by=by, subject_kind="reply_template", subject_uuid=uuid)
