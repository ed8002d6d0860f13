/** How a call can fail. */

interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  request_id?: string;
  model_id?: string;
  opens_at?: string;
}

/** The server answered, and said no. `retryAfter` in seconds, 0 where it did not say. */
export class ApiError extends Error {
  readonly code: string;
  readonly requestId: string | null;
  readonly problem: Problem;

  constructor(
    readonly status: number,
    problem: unknown,
    readonly retryAfter = 0,
  ) {
    const given = (typeof problem === "object" && problem !== null ? problem : {}) as Problem;
    super(given.detail ?? given.title ?? `HTTP ${status}`);
    this.problem = given;
    this.code = given.code ?? "http_error";
    this.requestId = given.request_id ?? null;
  }
}

/** Nothing that this page can do by itself brings the session back: reopen the app, or ask an admin. */
export class SessionEnded extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export async function errorOf(response: Response): Promise<ApiError> {
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const wait = Number(response.headers.get("Retry-After"));
  return new ApiError(response.status, problem, Number.isFinite(wait) ? wait : 0);
}
