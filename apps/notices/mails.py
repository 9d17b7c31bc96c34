"""A notice as a mail: plain text, one reader, from the house and nobody else."""

from django.conf import settings
from django.core.mail import EmailMessage

from apps.access.queries import current_workspace
from apps.notices.models import Notice
from apps.notices.words import first_line


def mail_of(notice: Notice) -> EmailMessage:
    """The mail. Its id follows from the notice, so that a second copy is known as one."""
    workspace = current_workspace()
    of = notice.site.name if notice.site else workspace.name
    lines = [notice.text, "", address_of(notice), "", "--", f"{of}, {workspace.name}"]
    number = f"notice-{workspace.schema_name}-{notice.pk}"
    return EmailMessage(
        subject=f"{first_line(of)}: {first_line(notice.text)}",
        body="\n".join(lines),
        to=[notice.person.email],
        headers={
            "Message-ID": f"<{number}@{settings.SITEWRIGHT.base_domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def text_beside_button(notice: Notice) -> str:
    """The text where a button leads on: without the address that it would lead to."""
    lines = notice.text.replace(address_of(notice), "").splitlines()
    return "\n".join(line.rstrip(" :") for line in lines).strip()


def address_of(notice: Notice) -> str:
    """Where a notice leads: into its tool, or into the portal."""
    workspace = current_workspace()
    if notice.in_tool and notice.site is not None:
        return f"{workspace.site_address(notice.site.slug)}{notice.path}"
    return f"{workspace.address}{notice.path}"
