"""The portal's wiring: settings, addresses, Celery. It decides nothing; the rooms in `apps` do."""
