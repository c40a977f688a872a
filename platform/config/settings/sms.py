"""SMS by GatewayAPI. Without SMS_URL there is none, and everything goes by mail.

    SMS_URL=https://gatewayapi.eu/rest/mtsms

SMS_TOKEN is the account's API token. SMS_HOOK_SECRET is the authentication token of its webhook: where it is
set, a delivery report has to bring GatewayAPI's signature beside our own.
"""

from config.settings.environment import secret, server_url, text

__all__ = ["SMS_HOOK_SECRET", "SMS_TOKEN", "SMS_URL"]

SMS_URL = (
    server_url("SMS", schemes=("https", "http"), like="https://gatewayapi.eu/rest/mtsms", path="path")
    if text("SMS_URL", "")
    else ""
)
SMS_TOKEN = secret("SMS_TOKEN", "")
SMS_HOOK_SECRET = secret("SMS_HOOK_SECRET", "")
