// The person's session: tokens live in this module's memory only and renew themselves.

const PATIENCE = 15_000;

export class ApiError extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code ?? "http_error";
    this.requestId = problem.request_id ?? null;
    this.retryAfter = retryAfter;
  }
}

// Nothing that this page can do by itself brings the session back.
export class SessionEnded extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

async function send(method, path, { body, token } = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const response = await fetch(path, {
      method,
      signal: abort.signal,
      cache: "no-store",
      credentials: "omit",
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const data = await response.json().catch(() => null);
    if (!response.ok) {
      const wait = Number(response.headers.get("Retry-After"));
      throw new ApiError(response.status, data ?? {}, Number.isFinite(wait) ? wait : 0);
    }
    return { data, version: Number(response.headers.get("X-Subscription-Version")) };
  } finally {
    clearTimeout(timer);
  }
}

// `onTokens(answer)` hears every new pair of tokens, `onVersion(n)` the version that any answer carries.
export function createSession(initData, { onTokens, onVersion }) {
  let access = null;
  let refresh = null;
  let renewing = null;

  function keep(answer) {
    access = answer.access_token;
    refresh = answer.refresh_token;
    onTokens(answer);
    return answer;
  }

  async function exchange() {
    if (refresh !== null) {
      try {
        return keep((await send("POST", "/api/auth/refresh", { body: { refresh_token: refresh } })).data);
      } catch (error) {
        if (error.status !== 401) throw error;
        refresh = null;
      }
    }
    return keep((await send("POST", "/api/auth/login", { body: { initData } })).data);
  }

  // One exchange at a time: whoever asks meanwhile waits for the same answer.
  function renew() {
    renewing ??= exchange()
      .catch((error) => {
        if (error.status === 401 || error.code === "user_blocked") throw new SessionEnded(error.code);
        throw error;
      })
      .finally(() => {
        renewing = null;
      });
    return renewing;
  }

  async function token() {
    if (access === null) await renew();
    return access;
  }

  async function attempt(method, path, body) {
    const used = await token();
    try {
      const { data, version } = await send(method, path, { body, token: used });
      if (version > 0) onVersion(version);
      return { data };
    } catch (error) {
      if (error.status === 401) return { refused: used, code: error.code };
      if (error.code === "user_blocked") throw new SessionEnded(error.code);
      throw error;
    }
  }

  async function call(method, path, body) {
    let answer = await attempt(method, path, body);
    if (answer.refused) {
      if (access === answer.refused) await renew();
      answer = await attempt(method, path, body);
    }
    if (answer.refused) throw new SessionEnded(answer.code);
    return answer.data;
  }

  return {
    renew,
    token,
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
  };
}
