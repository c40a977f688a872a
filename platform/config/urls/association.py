"""An association's host: its public page, the volunteer's pages, the coordinator's, and its API."""

from django.urls import include, path

from accounts import urls as account_urls
from api import urls as api_urls
from config.urls.shared import (  # noqa: F401  # Django looks for the pages of failures here
    everywhere,
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from desk import urls as desk_urls
from reports import urls as report_urls
from scheduling.activities import urls as activity_urls
from scheduling.feeds import urls as feed_urls
from scheduling.hours import urls as hours_urls
from scheduling.premises import urls as premises_urls
from scheduling.shifts import urls as shift_urls
from umbrella import urls as umbrella_urls
from volunteers.pairs import urls as pair_urls
from volunteers.recruiting import urls as recruiting_urls
from volunteers.register import urls as register_urls
from volunteers.supervision import urls as supervision_urls
from volunteers.surveys import urls as survey_urls
from volunteers.training import urls as training_urls

urlpatterns = [
    *desk_urls.association,
    *report_urls.association,
    *umbrella_urls.association,
    *account_urls.host,
    *api_urls.association,
    *shift_urls.association,
    *feed_urls.association,
    *activity_urls.association,
    *premises_urls.association,
    *hours_urls.association,
    *register_urls.association,
    *recruiting_urls.association,
    *training_urls.association,
    *supervision_urls.association,
    *pair_urls.association,
    *survey_urls.association,
    path(
        "api/v1/",
        include(
            [
                *register_urls.api,
                *recruiting_urls.api,
                *training_urls.api,
                *supervision_urls.api,
                *shift_urls.api,
                *activity_urls.api,
                *premises_urls.api,
                *hours_urls.api,
                *desk_urls.api,
                *api_urls.api,
            ]
        ),
    ),
    *everywhere,
]
