class Policy(NamedTuple):
    """Which pages may call and read which paths. A lone `*` stands for any."""

    paths: list[str] = ["/*"]
    origins: list[str] = []
    # Regular expressions, each held against the whole origin.
    origin_patterns: list[str] = []
    methods: list[str] = []
    headers: list[str] = []
    expose: list[str] = []
    credentials: bool = False
    max_age: int | None = None


