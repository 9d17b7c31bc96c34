"""What can be done about notices."""

from apps.notices.actions.mail_out import mail_out
from apps.notices.actions.read import read_all, read_notice
from apps.notices.actions.tell import tell

__all__ = ["mail_out", "read_all", "read_notice", "tell"]
