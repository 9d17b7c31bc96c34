"""What programs see of a tool: its rows as JSON, under the rights of whoever asks.

    /api/v1/                            what there is, in words (`page`)
    /api/v1/openapi.json                the same for programs (`openapi`)
    /api/v1/<entity>/                   list, create
    /api/v1/<entity>/<id>/              read, change, delete
    /api/v1/<entity>/<id>/do/<action>/  press a button
    /api/v1/<entity>/<id>/comments/     read, say something
    /api/mcp                            the same as tools of an agent (`mcp`)

A person's rights are asked where pages ask them, and each write goes through `site_kit.write`, as
way in "api". What a person may not see is not there: no key of a row, no filter, no error names it.
"""
