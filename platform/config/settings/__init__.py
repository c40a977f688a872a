"""Settings, split by subject. Every variable of the environment is read in `environment.py`."""

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
