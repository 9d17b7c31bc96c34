"""Commands of this room: `plan_site`."""
