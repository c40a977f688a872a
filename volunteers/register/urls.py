"""Routes of the register on an association's host."""

from django.urls import URLPattern, URLResolver, path

from volunteers.register.api import people as people_api, roles as roles_api
from volunteers.register.views import (
    agreements,
    imports,
    incidents,
    letter_to,
    letters,
    materials,
    merging,
    own_fields,
    people,
    people_lists,
    people_many,
    person,
    person_own,
    person_parts,
    person_period,
    qualifications,
    roles,
    thanks,
    units,
)

association: list[URLPattern | URLResolver] = [
    path("coordinate/people/", people.people, name="people"),
    path("coordinate/people/act/", people_many.people_act, name="people-act"),
    path("coordinate/people/act/<uuid:uuid>/undo/", people_many.people_act_undo, name="people-act-undo"),
    path("coordinate/people/lists/", people_lists.people_keep, name="people-keep"),
    path("coordinate/people/lists/<uuid:uuid>/remove/", people_lists.people_drop, name="people-drop"),
    path("coordinate/people/columns/", people_lists.people_columns, name="people-columns"),
    path("coordinate/people/insured/", people_lists.people_insured, name="people-insured"),
    path("coordinate/people/import/", imports.people_import, name="people-import"),
    path("coordinate/people/import/<uuid:uuid>/", imports.people_import_one, name="people-import-one"),
    path(
        "coordinate/people/import/<uuid:uuid>/progress/",
        imports.people_import_progress,
        name="people-import-progress",
    ),
    path(
        "coordinate/people/import/<uuid:uuid>/columns/",
        imports.people_import_columns,
        name="people-import-columns",
    ),
    path(
        "coordinate/people/import/<uuid:uuid>/start/", imports.people_import_start, name="people-import-start"
    ),
    path("coordinate/people/import/<uuid:uuid>/drop/", imports.people_import_drop, name="people-import-drop"),
    path(
        "coordinate/people/import/<uuid:uuid>/failed/",
        imports.people_import_failed,
        name="people-import-failed",
    ),
    path("coordinate/people/import/<uuid:uuid>/undo/", imports.people_import_undo, name="people-import-undo"),
    path("coordinate/people/letters/", letters.letters, name="letters"),
    path("coordinate/people/letters/new/", letter_to.letter_to, name="letter-to"),
    path("coordinate/people/letters/<uuid:uuid>/", letters.letter, name="letter"),
    path("coordinate/people/twice/", merging.duplicate_people, name="people-duplicates"),
    path("coordinate/people/<uuid:uuid>/merge/<uuid:person>/", merging.people_merge, name="people-merge"),
    path("coordinate/people/<uuid:uuid>/apart/<uuid:person>/", merging.people_apart, name="people-apart"),
    path(
        "coordinate/people/<uuid:uuid>/merge/<uuid:person>/sign-in/",
        merging.person_unlink,
        name="person-unlink",
    ),
    path("coordinate/people/fields/", own_fields.own_fields, name="own-fields"),
    path("coordinate/people/fields/new/", own_fields.own_field_new, name="own-field-new"),
    path("coordinate/people/fields/<uuid:uuid>/", own_fields.own_field, name="own-field"),
    path(
        "coordinate/people/fields/<uuid:uuid>/remove/", own_fields.own_field_remove, name="own-field-remove"
    ),
    path("coordinate/people/new/", people.person_new, name="person-new"),
    path("coordinate/people/<uuid:uuid>/invite/", people.person_invite, name="person-invite"),
    path("coordinate/people/<uuid:uuid>/", person.person, name="person"),
    path("coordinate/people/<uuid:uuid>/edit/", person.person_edit, name="person-edit"),
    path("coordinate/people/<uuid:uuid>/times/", person.person_availability, name="person-times"),
    path("coordinate/people/<uuid:uuid>/begin/", person_period.person_begin, name="person-begin"),
    path("coordinate/people/<uuid:uuid>/break/", person_period.person_break, name="person-break"),
    path("coordinate/people/<uuid:uuid>/back/", person_period.person_back, name="person-back"),
    path("coordinate/people/<uuid:uuid>/end/", person_period.person_end, name="person-end"),
    path("coordinate/people/<uuid:uuid>/anew/", person_period.person_anew, name="person-anew"),
    path(
        "coordinate/people/<uuid:uuid>/<slug:part>/new/", person_parts.person_part_new, name="person-part-new"
    ),
    path(
        "coordinate/people/<uuid:uuid>/<slug:part>/<uuid:row>/", person_parts.person_part, name="person-part"
    ),
    path(
        "coordinate/people/<uuid:uuid>/<slug:part>/<uuid:row>/remove/",
        person_parts.person_part_remove,
        name="person-part-remove",
    ),
    path("incidents/", incidents.own_incidents, name="own-incidents"),
    path("incidents/new/", incidents.own_incident_new, name="own-incident-new"),
    path("coordinate/incidents/", incidents.incidents, name="incidents"),
    path("coordinate/incidents/new/", incidents.incident_new, name="incident-new"),
    path("coordinate/incidents/<uuid:uuid>/", incidents.incident, name="incident"),
    path("coordinate/people/insured/terms/", incidents.insurance_terms, name="insurance-terms"),
    path("coordinate/thanks/", thanks.thanks, name="thanks"),
    path("coordinate/thanks/new/", thanks.thanks_new, name="thanks-new"),
    path("me/profile/", person_own.own_profile, name="own-profile"),
    path("me/break/", person_own.own_break, name="own-break"),
    path("me/back/", person_own.own_back, name="own-back"),
    path("me/times/", person_own.own_times, name="own-times"),
    path("me/absences/new/", person_own.own_absence_new, name="own-absence-new"),
    path("me/absences/<uuid:row>/remove/", person_own.own_absence_remove, name="own-absence-remove"),
    path("coordinate/roles/", roles.roles, name="roles"),
    path("coordinate/roles/new/", roles.role_new, name="role-new"),
    path("coordinate/roles/catalogue/", roles.role_catalogue, name="role-catalogue"),
    path("coordinate/roles/<uuid:uuid>/", roles.role, name="role"),
    path("coordinate/roles/<uuid:uuid>/edit/", roles.role_edit, name="role-edit"),
    path("coordinate/roles/<uuid:uuid>/requirements/", roles.role_requirements, name="role-requirements"),
    path("coordinate/roles/<uuid:uuid>/updates/", roles.role_updates, name="role-updates"),
    path("coordinate/roles/<uuid:uuid>/people/", roles.role_assign, name="role-assign"),
    path("coordinate/roles/<uuid:uuid>/materials/", materials.material_add, name="role-material-add"),
    path(
        "coordinate/roles/<uuid:uuid>/materials/<uuid:material>/edit/",
        materials.material_edit,
        name="role-material-edit",
    ),
    path(
        "coordinate/roles/<uuid:uuid>/materials/<uuid:material>/remove/",
        materials.material_remove,
        name="role-material-remove",
    ),
    path(
        "coordinate/roles/<uuid:uuid>/people/<uuid:person>/", qualifications.role_person, name="role-person"
    ),
    path("coordinate/roles/<uuid:uuid>/people/<uuid:person>/end/", qualifications.role_end, name="role-end"),
    path(
        "coordinate/roles/<uuid:uuid>/people/<uuid:person>/<slug:what>/",
        qualifications.role_person_note,
        name="role-person-note",
    ),
    path(
        "coordinate/roles/<uuid:uuid>/people/<uuid:person>/qualifications/<uuid:qualification>/revoke/",
        qualifications.qualification_revoke,
        name="qualification-revoke",
    ),
    path("coordinate/qualifications/", qualifications.types, name="qualification-types"),
    path("coordinate/qualifications/new/", qualifications.type_new, name="qualification-type-new"),
    path(
        "coordinate/qualifications/<uuid:uuid>/edit/",
        qualifications.type_edit,
        name="qualification-type-edit",
    ),
    path("coordinate/units/", units.units, name="units"),
    path("coordinate/units/new/", units.unit_new, name="unit-new"),
    path("coordinate/units/<uuid:uuid>/", units.unit_edit, name="unit-edit"),
    path("roles/<uuid:uuid>/", roles.role_own, name="role-own"),
    path("roles/<uuid:uuid>/materials/<uuid:material>/", materials.material_file, name="role-material-file"),
    path("coordinate/agreements/", agreements.agreements, name="agreements"),
    path("coordinate/agreements/<slug:kind>/new/", agreements.agreement_new, name="agreement-new"),
    path(
        "coordinate/agreements/<slug:kind>/unsigned/",
        agreements.agreement_unsigned,
        name="agreement-unsigned",
    ),
    path(
        "coordinate/agreements/<uuid:uuid>/people/<uuid:person>/on-paper/",
        agreements.agreement_on_paper,
        name="agreement-on-paper",
    ),
    path("agreements/", agreements.own_agreements, name="own-agreements"),
    path("agreements/<uuid:uuid>/", agreements.own_agreement, name="own-agreement"),
    path("agreements/consents/<slug:purpose>/", agreements.own_consent, name="own-consent"),
]

api: list[URLPattern | URLResolver] = [
    path("people/", people_api.People.as_view(), name="api-people"),
    path("people/<uuid:uuid>/", people_api.OnePerson.as_view(), name="api-person"),
    path("roles/", roles_api.Roles.as_view(), name="api-roles"),
    path("roles/<uuid:uuid>/", roles_api.OneRole.as_view(), name="api-role"),
]
