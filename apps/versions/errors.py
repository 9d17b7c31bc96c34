"""What can be wrong with a version."""


class Tampered(Exception):
    """What lies in storage is not what was saved. Whoever runs the installation must look; nothing
    of it is run.
    """

    id = "versions:operator:tampered"
