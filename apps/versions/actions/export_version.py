"""Hand out a version as one file: its source, for whoever keeps it elsewhere."""

import io
import zipfile

from django.db import transaction

from apps.access.capabilities import Capability
from apps.access.queries import may_manage
from apps.accounts.models import User
from apps.audit.actions import record
from apps.versions import trees
from apps.versions.models import Version

OLDEST_DATE = (1980, 1, 1, 0, 0, 0)
"""The first date a zip file can hold: the same version gives the same bytes on any day."""


@transaction.atomic
def export_version(*, by: User, version: Version) -> bytes:
    """A zip file of every file of a version, below one folder named for the tool and the version.

    Rows and secrets are not in it. Raises `NotAllowed`, and `Tampered` for a file that is not the
    one that was saved.
    """
    may_manage(by, version.site, Capability.EXPORT).demand()
    folder = f"{version.site.slug}-{version.number}"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in trees.files_of(version).items():
            entry = zipfile.ZipInfo(f"{folder}/{path}", OLDEST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    record(by=by, verb="export_version", of=version, detail={"digest": version.digest})
    return packed.getvalue()
