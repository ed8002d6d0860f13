"""Whether the process has been told to stop and only serves until balancers have noticed."""


class Leaving:
    def __init__(self) -> None:
        self.has_begun = False
