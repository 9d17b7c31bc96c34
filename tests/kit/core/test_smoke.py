import pytest

from app.models import Invoice, Supplier
from site_kit import write
from site_kit.asker import Asker, acting
from site_kit.directory.models import Person


@pytest.mark.django_db
def test_smoke() -> None:
    for number, name in enumerate(("Ada", "Ines", "Mara"), 1):
        Person.objects.create(id=number, name=name, email=f"{name}@x")
    ines = Asker(2, "Ines", "i", frozenset({"member", "approver"}))
    mara = Asker(3, "Mara", "i", frozenset({"member"}))
    s = write.create(Supplier, {"name": "NP", "tolerance": 2}, by=ines)
    i = write.create(Invoice, {"number": "1", "supplier": s, "amount": "100", "po_number": "x", "po_amount": "98.04"}, by=mara)
    assert i.match_status == "matched"
    with acting(mara):
        assert Supplier.objects.get().waiting == 0
