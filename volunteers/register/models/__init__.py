"""The tables of the register, a module for each subject. The processes that make them live in other apps."""

from volunteers.register.models.agreements import AgreementText, Consent, Signature, TextBase
from volunteers.register.models.grants import GrantTarget
from volunteers.register.models.imports import FailedRow, ImportedPerson, PeopleImport
from volunteers.register.models.incidents import Incident, InsuranceTerms
from volunteers.register.models.keeping import (
    AccessibilityFeedback,
    CarriedRecord,
    Download,
    DownloadFile,
    DownloadPiece,
    ErasureRequest,
    PrivacyRules,
    RetentionRun,
    RetentionTerm,
)
from volunteers.register.models.letters import Letter
from volunteers.register.models.life import (
    Absence,
    Availability,
    ContactPerson,
    Note,
    PersonTag,
    Placement,
    PlacementCount,
    Tag,
)
from volunteers.register.models.lists import SavedList
from volunteers.register.models.merging import MergedAway, NotTheSame
from volunteers.register.models.needs import PutOff
from volunteers.register.models.own_fields import OwnField, OwnValue
from volunteers.register.models.people import Period, Person, search_key, sort_key
from volunteers.register.models.qualifications import (
    ChildWorkCheck,
    Qualification,
    QualificationType,
    RoleQualification,
    SupervisionDuty,
    TypeIncluded,
)
from volunteers.register.models.readings import LetterReading
from volunteers.register.models.roles import MaterialFile, RoleHolding, RoleMaterial, Unit, VolunteerRole
from volunteers.register.models.sites import OpeningHours, Organisation, Site
from volunteers.register.models.thanks import Thanks
from volunteers.register.models.trail import Trail

__all__ = [
    "Absence",
    "AccessibilityFeedback",
    "AgreementText",
    "Availability",
    "CarriedRecord",
    "ChildWorkCheck",
    "Consent",
    "ContactPerson",
    "Download",
    "DownloadFile",
    "DownloadPiece",
    "ErasureRequest",
    "FailedRow",
    "GrantTarget",
    "ImportedPerson",
    "Incident",
    "InsuranceTerms",
    "Letter",
    "LetterReading",
    "MaterialFile",
    "MergedAway",
    "NotTheSame",
    "Note",
    "OpeningHours",
    "Organisation",
    "OwnField",
    "OwnValue",
    "PeopleImport",
    "Period",
    "Person",
    "PersonTag",
    "Placement",
    "PlacementCount",
    "PrivacyRules",
    "PutOff",
    "Qualification",
    "QualificationType",
    "RetentionRun",
    "RetentionTerm",
    "RoleHolding",
    "RoleMaterial",
    "RoleQualification",
    "SavedList",
    "Signature",
    "Site",
    "SupervisionDuty",
    "Tag",
    "TextBase",
    "Thanks",
    "Trail",
    "TypeIncluded",
    "Unit",
    "VolunteerRole",
    "search_key",
    "sort_key",
]
