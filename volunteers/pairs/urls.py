"""Routes of support pairs on an association's host."""

from django.urls import URLPattern, URLResolver, path

from volunteers.pairs.views import agreeing, client, own, pairs, steps

association: list[URLPattern | URLResolver] = [
    path("pairs/", own.own_pairs, name="own-pairs"),
    path("pairs/<uuid:uuid>/", own.own_pair, name="own-pair"),
    path("pairs/<uuid:uuid>/answer/", own.own_pair_answer, name="own-pair-answer"),
    path("pairs/<uuid:uuid>/sign/", own.own_pair_sign, name="own-pair-sign"),
    path("pairs/<uuid:uuid>/ask/", own.own_pair_ask, name="own-pair-ask"),
    path("pairs/meetings/<uuid:uuid>/undo/", own.own_meeting_undo, name="own-meeting-undo"),
    path("my-page/", client.own_client, name="own-client"),
    path("my-page/open/", client.open_link, name="client-open"),
    path("my-page/correct/", client.correct, name="client-correct"),
    path("my-page/sign/", client.sign, name="client-sign"),
    path("my-page/say/", client.say, name="client-say"),
    path("my-page/withdraw/", client.withdraw, name="client-withdraw"),
    path("my-page/close/", client.close, name="client-close"),
    path("coordinate/pairs/", pairs.pairs, name="pairs"),
    path("coordinate/pairs/new/", pairs.pair_new, name="pair-new"),
    path("coordinate/pairs/<uuid:uuid>/", pairs.pair, name="pair"),
    path("coordinate/pairs/<uuid:uuid>/client/", pairs.pair_client, name="pair-client"),
    path("coordinate/pairs/<uuid:uuid>/withdraw/", pairs.pair_withdraw, name="pair-withdraw"),
    path("coordinate/pairs/<uuid:uuid>/link/", pairs.pair_link, name="pair-link"),
    path("coordinate/pairs/<uuid:uuid>/hand-over/", pairs.pair_hand_over, name="pair-hand-over"),
    path("coordinate/pairs/<uuid:uuid>/talk/", steps.pair_talk, name="pair-talk"),
    path("coordinate/pairs/<uuid:uuid>/suggestions/", steps.pair_suggestions, name="pair-suggestions"),
    path("coordinate/pairs/<uuid:uuid>/answer/", steps.pair_answer, name="pair-answer"),
    path("coordinate/pairs/<uuid:uuid>/step/", steps.pair_step, name="pair-step"),
    path("coordinate/pairs/<uuid:uuid>/meeting/", steps.pair_meeting, name="pair-meeting"),
    path("coordinate/pairs/<uuid:uuid>/end/", steps.pair_end, name="pair-end"),
    path("coordinate/pairs/<uuid:uuid>/agreement/", agreeing.pair_agreement, name="pair-agreement"),
    path("coordinate/pairs/<uuid:uuid>/sign/", agreeing.pair_sign, name="pair-sign"),
]
