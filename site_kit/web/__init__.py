"""The pages of a tool: from an address and a person to HTML, and from a form to a write.

Takes the declarations (`site_kit.pages`, `site_kit.parts`) and the rights of who asks
(`site_kit.permissions`); gives the URLs that a site process serves. It is *not* in charge of who
is let in (the gate), of what may be written (`site_kit.write`), or of the look (`look`).

Every view runs inside `door.guarded`: somebody acts, one moment, errors become pages.
"""
