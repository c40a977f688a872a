"""The catalogue's texts to sign, as an association adopts and adapts them: which there are, and what is new.

What the catalogue changes is offered language by language, against what it said when it was last looked at.
Nothing that people sign changes by itself: what is taken over makes the next version of the text.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from tenants import model_texts
from tenants.models import CatalogueText
from volunteers.register import catalogue
from volunteers.register.catalogue import Update
from volunteers.register.models import AgreementText, TextBase

Kind = AgreementText.Kind
FIELDS = ("text_fi", "text_sv", "text_en")
TO_SIGN = pgettext_lazy("catalogue", "Texts to sign")


def announce() -> None:
    """Let umbrellas offer them."""
    hint = _("A new association begins with it. Others are offered it and may write it in their own words.")
    for kind in Kind:
        model_texts.register(
            model_texts.ModelText(code=kind.value, label=kind.label, part=TO_SIGN, hint=hint, to_sign=True)
        )


def offered() -> dict[str, CatalogueText]:
    """What the catalogue offers, by kind."""
    return catalogue.texts(Kind.values)


def said_of(text: CatalogueText | AgreementText) -> dict[str, str]:
    """What a text says, language by language."""
    return {name: getattr(text, name) for name in FIELDS}


def bases() -> dict[str, dict[str, Any]]:
    """What the catalogue's texts said when they were last looked at, by kind."""
    return dict(TextBase.objects.values_list("kind", "said"))


def updates_of(own: AgreementText, model: CatalogueText, base: dict[str, Any]) -> list[Update]:
    """What the catalogue says otherwise than when it was last looked at, and than the newest own version."""
    return catalogue.differences(base=base, now=said_of(model), own=said_of(own))
