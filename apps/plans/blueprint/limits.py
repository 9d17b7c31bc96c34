"""How large a blueprint may be. What is over is refused with a sentence that names the number."""

MAX_BYTES = 512 * 1024
MAX_DEPTH = 12
MAX_VALUES = 100_000

MAX_TEXT = 10_000
MAX_ID = 48

MAX_ENTITIES = 40
MAX_FIELDS = 80
MAX_PAGES = 40
MAX_CHOICES = 100
MAX_QUESTIONS = 3
MAX_EDITS = 200
MAX_NUMBER = 1_000_000
