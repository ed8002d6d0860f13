/** The person's session: tokens that renew themselves, one exchange at a time. */

import type { Tokens } from "@/shared/api/types";
import { ApiError, errorOf, SessionEnded } from "@/shared/session/errors";
import { SESSION_KEY } from "@/shared/session/key";
import { withPatience } from "@/shared/session/patience";
import { signInBody } from "@/shared/session/sign-in";

const PATIENCE = 15_000;
/** A long list streams for a while. */
const DOWNLOAD_PATIENCE = 10 * 60_000;

const REVOKED = "session_revoked";
/** The account was deleted. The launch data would open a new one, which is for the person to decide. */
const DELETED = "unknown_user";

const codeOf = async (response: Response): Promise<string> => (await errorOf(response)).code;
const isRevoked = async (response: Response): Promise<boolean> => (await codeOf(response)) === REVOKED;

interface Kept {
  userId: number;
  refreshToken: string;
}

export interface SessionOptions {
  initData: string;
  /** The launch user. Tokens that were kept for anybody else are thrown away; for 0, nobody, none are kept. */
  userId: number;
  /** Null where the browser gives none. */
  storage: Storage | null;
  fetch: typeof fetch;
  /** Hears every new pair of tokens. */
  onTokens: (tokens: Tokens) => void;
  /** Hears the version of rights that an answer carries. */
  onVersion: (version: number) => void;
  /** Hears once that the session can't be brought back. `isEverywhere`: that goes for the person, not this page only. */
  onEnded: (code: string, isEverywhere: boolean) => void;
}

export class Session {
  #access: string | null = null;
  #refresh: string | null;
  #renewing: Promise<void> | null = null;
  #ended: SessionEnded | null = null;

  constructor(private readonly options: SessionOptions) {
    this.#refresh = this.#recall();
  }

  /** A token to use now. Raises SessionEnded. */
  async token(): Promise<string> {
    if (this.#access === null) await this.renew();
    return this.#access ?? "";
  }

  /** Get new tokens; whoever asks meanwhile waits for the same exchange. Raises SessionEnded, ApiError, TypeError. */
  renew(): Promise<void> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    this.#renewing ??= this.#exchange().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** `fetch` with the session: a 401 renews it once and asks again; a 403 is the caller's matter. */
  readonly fetch = async (request: Request): Promise<Response> => {
    const used = await this.token();
    let response = await this.#send(request.clone(), used);
    if (response.status === 401) {
      const code = await codeOf(response);
      if (this.#access === used && code === REVOKED) throw this.#end(REVOKED);
      if (this.#access === used && code === DELETED) throw this.#end(DELETED, true);
      if (this.#access === used) await this.renew();
      response = await this.#send(request, await this.token());
      if (response.status === 401) throw this.#end((await errorOf(response)).code);
    }
    if (response.status === 403 && (await errorOf(response)).code === "user_blocked") throw this.#end("user_blocked", true);
    const version = Number(response.headers.get("X-Subscription-Version"));
    if (version > 0) this.options.onVersion(version);
    return response;
  };

  /**
   * Forget the tokens, here and in the storage: the person has logged out everywhere, or was shut out. `isHeard`: another
   * page said so, and has told everybody.
   */
  end(code: string, { isHeard = false } = {}): void {
    this.#end(code, !isHeard);
  }

  async #send(request: Request, token: string): Promise<Response> {
    request.headers.set("Authorization", `Bearer ${token}`);
    const isDownload = new URL(request.url).pathname.endsWith(".csv");
    const signal = withPatience(isDownload ? DOWNLOAD_PATIENCE : PATIENCE, request.signal);
    return this.options.fetch(new Request(request, { signal, cache: "no-store", credentials: "omit" }));
  }

  async #exchange(): Promise<void> {
    try {
      this.#keep((await this.#refreshed()) ?? (await this.#login()));
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.code === "user_blocked")) {
        throw this.#end(error.code, error.code === "user_blocked");
      }
      throw error;
    }
  }

  #login(): Promise<Tokens> {
    if (this.#ended !== null) throw this.#ended;
    return this.#post("login", signInBody(this.options.initData));
  }

  async #refreshed(): Promise<Tokens | null> {
    if (this.#refresh === null) return null;
    try {
      return await this.#post("refresh", { refresh_token: this.#refresh });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      if (error.code === REVOKED && (await this.#isLoggedOut())) throw error;
      this.#refresh = null;
      return null;
    }
  }

  /**
   * Whether the person has logged out everywhere since this page signed in. The launch data would still open the door, but
   * then it would be no logging out. A refresh token alone can also be lost by a broken exchange.
   */
  async #isLoggedOut(): Promise<boolean> {
    if (this.#access === null) return false;
    const response = await this.options.fetch("/api/auth/my-subscriptions", {
      headers: { Authorization: `Bearer ${this.#access}` },
      cache: "no-store",
      credentials: "omit",
      signal: withPatience(PATIENCE),
    });
    return response.status === 401 && (await isRevoked(response));
  }

  async #post(door: "login" | "refresh", body: object): Promise<Tokens> {
    const response = await this.options.fetch(`/api/auth/${door}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      signal: withPatience(PATIENCE),
    });
    if (!response.ok) throw await errorOf(response);
    return (await response.json()) as Tokens;
  }

  /** Whoever logged out while the exchange was on its way stays out. */
  #keep(tokens: Tokens): void {
    if (this.#ended !== null) throw this.#ended;
    this.#access = tokens.access_token;
    this.#refresh = tokens.refresh_token;
    this.#remember({ userId: this.options.userId, refreshToken: tokens.refresh_token });
    this.options.onTokens(tokens);
  }

  #end(code: string, isEverywhere = false): SessionEnded {
    this.#access = this.#refresh = null;
    this.#remember(null);
    if (this.#ended === null) {
      this.#ended = new SessionEnded(code);
      this.options.onEnded(code, isEverywhere);
    }
    return this.#ended;
  }

  /** Storage may be forbidden in a frame; the session then lives as long as the page. */
  #remember(kept: Kept | null): void {
    try {
      if (kept === null) this.options.storage?.removeItem(SESSION_KEY);
      else if (kept.userId !== 0) this.options.storage?.setItem(SESSION_KEY, JSON.stringify(kept));
    } catch {
      return;
    }
  }

  #recall(): string | null {
    const { storage, userId } = this.options;
    try {
      const kept = JSON.parse(storage?.getItem(SESSION_KEY) ?? "null") as Partial<Kept> | null;
      const isOwn = userId !== 0 && kept?.userId === userId;
      if (isOwn && typeof kept.refreshToken === "string") return kept.refreshToken;
    } catch {
      // Unreadable is as good as nothing.
    }
    this.#remember(null);
    return null;
  }
}
