"""What can go wrong while building, sorted by who must act."""


class BuildError(Exception):
    """Base of this room's errors. The text is for people; the detail goes to the log."""

    id = "builds:operator:unknown"
    title = "Something went wrong on our side."


class PlanNotBuildable(BuildError):
    """The plan asks for what cannot be made yet. The asker changes the plan."""

    id = "builds:person:plan"


class SourceRefused(BuildError):
    """The source holds what generated code may not hold. Nothing of it was run."""

    id = "builds:operator:source"


class TrialFailed(BuildError):
    """The tool was made but does not do what was asked. The asker changes the plan, or we mend the
    compiler.
    """

    id = "builds:person:trial"


class RunnerMissing(BuildError):
    """The runner does not answer. Whoever runs the installation looks; the build is tried again by
    itself.
    """

    id = "builds:operator:runner"


class WorkersLost(BuildError):
    """Worker after worker died in the middle of this build. Whoever runs the installation looks;
    it is not tried again by itself.
    """

    id = "builds:operator:workers"


class LostLease(BuildError):
    """Another worker has taken this build over, or it was cancelled; this one stops and writes
    nothing more.
    """

    id = "builds:nobody:lease"


class BuildRefused(Exception):
    """This build cannot be started or stopped now; the sentence says why."""

    id = "builds:person:state"
