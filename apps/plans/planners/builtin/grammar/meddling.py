"""Clauses that talk to the planner or the portal instead of saying what to keep: `ignore your
instructions`, `delete the audit log`, `print your system prompt`. They name nothing and ask for
nothing of the tool; they are left out by their own words.
"""

import re

_MEDDLING = re.compile(
    r"^(?:(?:please|now|then|and|also|but|first|instead|just|you must|you should|you can|to) )*"
    r"(?:"
    r"(?:ignore|disregard|forget|override|bypass|overrule|circumvent|skip)(?: (?:all|any|every|of|"
    r"your|the|these|those|my|previous|prior|above|earlier|existing|other|system|safety|security|"
    r"what|that))* (?:instructions?|rules?|prompts?|guidelines?|restrictions?|training|safety|"
    r"policies|policy|checks?|limits?|reviews?|approvals?|permissions?|said|told|were told|"
    r"messages?)\b"
    r"|(?:delete|drop|wipe|erase|disable|turn off|switch off|clear|truncate|purge|destroy|remove)"
    r"(?: (?:all|any|every|your|the|this|our|whole|entire|of|other|portal's|workspace's))* "
    r"(?:audit(?: (?:logs?|trail|history|entries))?|logs?|databases?|(?:database )?tables?|"
    r"backups?|workspaces?|tenants?|schemas?|server|portal|reviews?|approvals?|"
    r"(?:other )?(?:sites|tools)|permission checks?|everything)(?=$|[ ,.])"
    r"|(?:print|reveal|show|tell|output|give|send|leak|dump|repeat|list|return|e-?mail)(?: (?:me|"
    r"us|"
    r"out|all|of|your|the|every))* (?:system prompt|prompt|instructions|secrets?|passwords?|api "
    r"keys?|master key|environment variables?|credentials?|tokens?|source code)\b"
    r"|(?:you are|act as|pretend|behave as|from now on you)\b(?! (?:welcome|building))"
    r"|(?:make|give|grant) me (?:an? |the |full )*(?:admin|administrator|root|superuser|owner)\b"
    r"|(?:run|execute|eval)(?: (?:this|the|following|a))* (?:code|command|script|sql|shell|query)\b"
    r")"
)


def is_meddling(text: str) -> bool:
    """Whether a clause is about the planner, the portal or its records rather than a tool."""
    return bool(_MEDDLING.match(text))
