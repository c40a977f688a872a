"""Routes of hours on an association's host, and in its API."""

from django.urls import URLPattern, URLResolver, path

from scheduling.hours.api import entries, heads as heads_api
from scheduling.hours.views import (
    approval,
    approving_heads,
    card,
    card_imports,
    certificates,
    correcting,
    heads,
    importing,
    months,
    own,
    person,
    resting,
    sampling,
    together,
    years,
)

association: list[URLPattern | URLResolver] = [
    path("hours/", own.hours, name="hours"),
    path("hours/card/", card.hours_card, name="hours-card"),
    path("hours/card/copy/", card.hours_copy, name="hours-copy"),
    path("hours/new/", own.hours_new, name="hours-new"),
    path("hours/certificates/<int:year>/", certificates.certificate_own, name="certificate-own"),
    path("led/hours/", together.hours_led, name="hours-led"),
    path("led/hours/<uuid:uuid>/remove/", together.heads_withdraw, name="heads-withdraw"),
    path("hours/<uuid:uuid>/", own.hours_edit, name="hours-edit"),
    path("hours/<uuid:uuid>/withdraw/", own.hours_withdraw, name="hours-withdraw"),
    path("coordinate/people/<uuid:uuid>/hours/", person.person_hours, name="person-hours"),
    path(
        "coordinate/people/<uuid:uuid>/certificates/<int:year>/",
        certificates.certificate_of,
        name="certificate-of",
    ),
    path("certificate/", certificates.certificate_check, name="certificate-check"),
    path("certificate/<slug:code>/", certificates.certificate_checked, name="certificate-checked"),
    path("coordinate/certificates/", certificates.certificates, name="certificates"),
    path(
        "coordinate/certificates/progress/", certificates.certificates_progress, name="certificates-progress"
    ),
    path("coordinate/certificates/<int:number>/", certificates.certificates_file, name="certificates-file"),
    path("coordinate/hours/", approval.hours_approve, name="hours-approve"),
    path("coordinate/hours/new/", together.hours_together, name="hours-together"),
    path("coordinate/hours/heads/", approving_heads.heads_approve, name="heads-approve"),
    path("coordinate/heads/<uuid:uuid>/return/", approving_heads.heads_return, name="heads-return"),
    path("coordinate/heads/<uuid:uuid>/count/", approving_heads.heads_count, name="heads-count"),
    path("coordinate/hours/<uuid:uuid>/return/", approval.hours_return, name="hours-return"),
    path("coordinate/hours/<uuid:uuid>/correct/", correcting.hours_correct, name="hours-correct"),
    path("coordinate/hours/<uuid:uuid>/take-back/", correcting.hours_take_back, name="hours-take-back"),
    path("coordinate/hours/<uuid:uuid>/count/", correcting.hours_count, name="hours-count"),
    path("coordinate/rest/", resting.rest, name="rest"),
    path("coordinate/rest/<uuid:uuid>/talked/", resting.rest_talked, name="rest-talked"),
    path("coordinate/rest/<uuid:uuid>/again/", resting.rest_again, name="rest-again"),
    path("coordinate/settings/rest/", resting.rest_limits, name="rest-limits"),
    path("coordinate/months/", months.months, name="months"),
    path("coordinate/months/<int:year>-<int:month>/", months.month, name="month"),
    path("coordinate/months/<int:year>-<int:month>/close/", months.month_close, name="month-close"),
    path("coordinate/months/<int:year>-<int:month>/heads/", heads.month_heads, name="month-heads"),
    path("coordinate/heads/<uuid:uuid>/correct/", heads.heads_correct, name="heads-correct"),
    path("coordinate/heads/<uuid:uuid>/take-back/", heads.heads_take_back, name="heads-take-back"),
    path("coordinate/years/<int:year>/", years.year, name="year"),
    path("coordinate/years/<int:year>/sample/", sampling.year_sample, name="year-sample"),
    path("coordinate/years/<int:year>/freeze/", years.year_freeze, name="year-freeze"),
    path("coordinate/years/<int:year>/submit/", years.year_submit, name="year-submit"),
    path("coordinate/years/<int:year>/amend/", years.year_amend, name="year-amend"),
    path("coordinate/years/<int:year>/versions/<int:number>/", years.year_version, name="year-version"),
    path("coordinate/import/", importing.hours_import, name="hours-import"),
    path("coordinate/import/cards/", card_imports.cards_import, name="cards-import"),
    path("coordinate/import/cards/<uuid:uuid>/", card_imports.cards_import_one, name="cards-import-one"),
    path(
        "coordinate/import/cards/<uuid:uuid>/columns/",
        card_imports.cards_import_columns,
        name="cards-import-columns",
    ),
    path(
        "coordinate/import/cards/<uuid:uuid>/start/",
        card_imports.cards_import_start,
        name="cards-import-start",
    ),
    path(
        "coordinate/import/cards/<uuid:uuid>/drop/", card_imports.cards_import_drop, name="cards-import-drop"
    ),
    path(
        "coordinate/import/cards/<uuid:uuid>/undo/", card_imports.cards_import_undo, name="cards-import-undo"
    ),
    path(
        "coordinate/import/cards/<uuid:uuid>/wrong/",
        card_imports.cards_import_wrong,
        name="cards-import-wrong",
    ),
    path("coordinate/import/check/<uuid:uuid>/", importing.hours_import_check, name="hours-import-check"),
    path("coordinate/import/<uuid:uuid>/", importing.hours_imported, name="hours-imported"),
    path("coordinate/import/<uuid:uuid>/wrong/", importing.hours_import_wrong, name="hours-import-wrong"),
    path("coordinate/import/<uuid:uuid>/undo/", importing.hours_import_undo, name="hours-import-undo"),
]

api: list[URLPattern | URLResolver] = [
    path("hours/", entries.OwnHours.as_view(), name="api-hours"),
    path("hours/waiting/", entries.WaitingHours.as_view(), name="api-hours-waiting"),
    path("hours/approve/", entries.Approving.as_view(), name="api-hours-approve"),
    path("hours/<uuid:uuid>/", entries.OwnHoursEntry.as_view(), name="api-hours-one"),
    path("hours/<uuid:uuid>/return/", entries.Returning.as_view(), name="api-hours-return"),
    path("hours/heads/waiting/", heads_api.WaitingHeads.as_view(), name="api-heads-waiting"),
    path("hours/heads/approve/", heads_api.ApprovingHeads.as_view(), name="api-heads-approve"),
    path("hours/heads/<uuid:uuid>/return/", heads_api.ReturningHeads.as_view(), name="api-heads-return"),
    path("figures/", entries.OwnFigures.as_view(), name="api-figures"),
]
