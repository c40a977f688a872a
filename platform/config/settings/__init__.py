"""Settings, split by subject. Every variable of the environment is read in `environment.py`.

Nothing starts with wrong settings: all that is wrong is said at once.
"""

from config.settings import database, environment, hosts, mail, refusals, security, sms
from config.settings.apps import *
from config.settings.backup import *
from config.settings.database import *
from config.settings.hosts import *
from config.settings.identity import *
from config.settings.jobs import *
from config.settings.language import *
from config.settings.logs import *
from config.settings.mail import *
from config.settings.pages import *
from config.settings.security import *
from config.settings.sms import *

_facts = refusals.Facts(
    process=environment.PROCESS,
    demo=environment.DEMO,
    debug=environment.DEBUG,
    base_url=hosts.BASE_URL,
    secret_key=security.SECRET_KEY,
    clock_movable=security.CLOCK_MOVABLE,
    database_url=database.DATABASE_URL,
    figures_url=database.FIGURES_DATABASE_URL,
    redis_url=database.REDIS_URL,
    mail_from=mail.DEFAULT_FROM_EMAIL,
    mail_url=mail.EMAIL_URL,
    mail_service=mail.EMAIL_SERVICE,
    mail_hook_secret=mail.EMAIL_HOOK_SECRET,
    sms_url=sms.SMS_URL,
    sms_token=sms.SMS_TOKEN,
    var_dir=environment.VAR_DIR,
)
if _problems := [*environment.VARIABLES.problems, *refusals.found(_facts)]:
    refusals.refuse(_problems)
