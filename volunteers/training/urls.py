"""Routes of training on an association's host."""

from django.urls import URLPattern, URLResolver, path

from volunteers.training import api as training_api
from volunteers.training.views import attendance, courses, own, runs

association: list[URLPattern | URLResolver] = [
    path("courses/", own.courses, name="courses"),
    path("courses/scan/", own.scan, name="course-scan"),
    path("courses/here/", own.here, name="course-here"),
    path("courses/lead/<uuid:uuid>/", attendance.led, name="course-lead"),
    path("courses/<uuid:uuid>/", own.course_run, name="course-run"),
    path("courses/<uuid:uuid>/enrol/", own.enrol, name="course-enrol"),
    path("courses/<uuid:uuid>/leave/", own.leave, name="course-leave"),
    path("courses/<uuid:uuid>/certificate/", own.certificate, name="course-certificate"),
    path("coordinate/courses/", courses.courses, name="training-courses"),
    path("coordinate/courses/new/", courses.course_new, name="training-course-new"),
    path("coordinate/courses/<uuid:uuid>/", courses.course, name="training-course"),
    path("coordinate/courses/<uuid:uuid>/edit/", courses.course_edit, name="training-course-edit"),
    path("coordinate/courses/<uuid:uuid>/modules/new/", courses.module_new, name="training-module-new"),
    path("coordinate/modules/<uuid:uuid>/", courses.module_edit, name="training-module"),
    path("coordinate/modules/<uuid:uuid>/remove/", courses.module_remove, name="training-module-remove"),
    path("coordinate/courses/<uuid:uuid>/runs/new/", runs.run_new, name="training-run-new"),
    path("coordinate/runs/<uuid:uuid>/", runs.run, name="training-run"),
    path("coordinate/runs/<uuid:uuid>/edit/", runs.run_edit, name="training-run-edit"),
    path("coordinate/runs/<uuid:uuid>/open/", runs.run_open, name="training-run-open"),
    path("coordinate/runs/<uuid:uuid>/cancel/", runs.run_cancel, name="training-run-cancel"),
    path("coordinate/runs/<uuid:uuid>/sessions/new/", runs.session_new, name="training-session-new"),
    path("coordinate/runs/<uuid:uuid>/enrol/", runs.run_enrol, name="training-run-enrol"),
    path("coordinate/sessions/<uuid:uuid>/", runs.session_edit, name="training-session"),
    path("coordinate/sessions/<uuid:uuid>/remove/", runs.session_remove, name="training-session-remove"),
    path("coordinate/sessions/<uuid:uuid>/attendance/", attendance.noted, name="training-attendance"),
    path("coordinate/sessions/<uuid:uuid>/code/", attendance.screen, name="training-code"),
    path("coordinate/enrolments/<uuid:uuid>/off/", runs.take_off, name="training-take-off"),
    path("coordinate/enrolments/<uuid:uuid>/certificate/", runs.certificate, name="training-certificate"),
]

api: list[URLPattern | URLResolver] = [
    path("courses/", training_api.Courses.as_view(), name="api-courses"),
    path("courses/<uuid:uuid>/", training_api.OneCourse.as_view(), name="api-course"),
    path("course-runs/", training_api.Runs.as_view(), name="api-course-runs"),
    path("course-runs/<uuid:uuid>/", training_api.OneRun.as_view(), name="api-course-run"),
    path("enrolments/<uuid:uuid>/cancel/", training_api.TakingOff.as_view(), name="api-enrolment-cancel"),
    path(
        "course-runs/<uuid:uuid>/enrolments/",
        training_api.Enrolments.as_view(),
        name="api-course-run-enrolments",
    ),
    path("qualifications/", training_api.Qualifications.as_view(), name="api-qualifications"),
    path("qualifications/<uuid:uuid>/", training_api.OneQualification.as_view(), name="api-qualification"),
]
