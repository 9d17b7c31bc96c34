"""How fast it is: `make bench`, one entry, written to `bench/results.json`.

Each measure is a median of a few runs beside a floor that is taken in the same run on the same
machine, since a machine that is busy slows both: the ratio says more than the seconds. Not in
charge of finding out why.
"""
