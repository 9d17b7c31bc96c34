"""What is to stand first: `open complaints older than 14 days first`."""

import re

RANKED = re.compile(
    r"^(?:(?:please|and|also|always|i want to|we want to|let me|should) )*(?:(?:show|list|put|see|"
    r"keep|have|display|sort|rank|want|with|bring) )?(?:(?:me|us|the|all|any|every|our|those) )*"
    r"(?P<what>[a-z][\w' -]*?),? (?:(?:should|must|come|comes|go|goes|are|is|stay|stays|shown|be|"
    r"listed|to come) )*(?:first|on top|at the (?:very )?top(?: of the (?:list|page|table))?|"
    r"before "
    r"(?:the|all) others?|above (?:the|all) others?)(?=$|,? and (?:an?|the) )"
)
