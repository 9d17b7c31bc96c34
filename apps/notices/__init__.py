"""Notices: what a person is told, under the bell in the portal and by mail.

Takes texts for people, each once by its key; gives the list of a person, and sends the mails. Texts
are data, and a link leads to the tool's own address or into the portal. Not in charge of who a
message of a tool is for: that is `automations`.
"""
