"""The mail services of the settings (config.settings.mail), without loading anything of theirs."""

TAG = "message"
"""Name of our tag in what a service is given and gives back (its metadata)."""

READERS = {
    "brevo": "anymail.webhooks.brevo.BrevoTrackingWebhookView",
    "mailgun": "anymail.webhooks.mailgun.MailgunTrackingWebhookView",
    "mailjet": "anymail.webhooks.mailjet.MailjetTrackingWebhookView",
    "postmark": "anymail.webhooks.postmark.PostmarkTrackingWebhookView",
}
"""What reads each one's reports, and looks at their proof."""
