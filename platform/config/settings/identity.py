"""Signing in: allauth on the sign-in host, by passkey, e-mailed code or password, with a second factor."""

from datetime import timedelta

from config.settings.environment import text
from config.settings.hosts import BEHIND_PROXY

__all__ = [
    "ACCOUNT_ADAPTER",
    "ACCOUNT_EMAIL_NOTIFICATIONS",
    "ACCOUNT_EMAIL_SUBJECT_PREFIX",
    "ACCOUNT_EMAIL_VERIFICATION",
    "ACCOUNT_LOGIN_BY_CODE_ENABLED",
    "ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS",
    "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "ACCOUNT_LOGIN_METHODS",
    "ACCOUNT_LOGOUT_ON_GET",
    "ACCOUNT_PREVENT_ENUMERATION",
    "ACCOUNT_RATE_LIMITS",
    "ACCOUNT_SESSION_REMEMBER",
    "ACCOUNT_SIGNUP_FIELDS",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD",
    "ALLAUTH_TRUSTED_PROXY_COUNT",
    "AUTHENTICATION_BACKENDS",
    "AUTH_PASSWORD_VALIDATORS",
    "AUTH_USER_MODEL",
    "FACTOR_FRESH",
    "FACTOR_IDLE",
    "FACTOR_LIFETIME",
    "LOGIN_REDIRECT_URL",
    "LOGIN_URL",
    "LOGOUT_REDIRECT_URL",
    "MFA_ADAPTER",
    "MFA_FORMS",
    "MFA_KEYS",
    "MFA_PASSKEY_LOGIN_ENABLED",
    "MFA_RATE_LIMITS",
    "MFA_RECOVERY_CODES_SHOW_ONCE",
    "MFA_SUPPORTED_TYPES",
    "MFA_TOTP_ISSUER",
    "MFA_TOTP_TOLERANCE",
    "MFA_WEBAUTHN_USER_VERIFICATION",
    "SESSION_COOKIE_AGE",
    "SIGN_IN_IDLE",
    "SIGN_IN_LIFETIME",
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "places"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
# The limits count by address: the browser's, not the proxy's, and never one that the browser made up.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
}

# How long a sign-in lives without use and at all: this is what volunteers have.
SIGN_IN_IDLE = timedelta(days=30)
SIGN_IN_LIFETIME = timedelta(days=90)
SESSION_COOKIE_AGE = int(SIGN_IN_LIFETIME.total_seconds())  # the sign-in decides, not the cookie
# How long the second factor in it counts: coordinators and the federation's people then show it again.
FACTOR_IDLE = timedelta(hours=12)
FACTOR_LIFETIME = timedelta(days=14)
# Changing factors, or taking away another's, asks for a proof that is younger than this.
FACTOR_FRESH = timedelta(minutes=15)

MFA_ADAPTER = "accounts.factors.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey asks for finger, face or PIN: it is both factors at once.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Rinnalla"
MFA_TOTP_TOLERANCE = 1  # a code may be typed slowly, or on a phone whose clock is off by half a minute
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_FORMS = {
    "activate_totp": "accounts.factors.forms.ActivateApp",
    "add_webauthn": "accounts.factors.forms.AddPasskey",
    "authenticate": "accounts.factors.forms.SignInCode",
    "authenticate_webauthn": "accounts.factors.forms.SignInPasskey",
    "edit_webauthn": "accounts.factors.forms.RenamePasskey",
    "login_webauthn": "accounts.factors.forms.LoginPasskey",
    "reauthenticate": "accounts.factors.forms.ConfirmCode",
    "reauthenticate_webauthn": "accounts.factors.forms.ConfirmPasskey",
}
# What secrets of second factors are encrypted with: the first encrypts, all decrypt. Without, SECRET_KEY.
MFA_KEYS = text("MFA_KEYS", "").split()
