/** The API as our OpenAPI describes it, called with the session. */

import createClient from "openapi-fetch";
import type { paths } from "@/shared/api/schema";
import { session } from "@/shared/session/current";
import { ApiError } from "@/shared/session/errors";

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: session.fetch });

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** What a call gave. Raises ApiError where the server refused, SessionEnded and TypeError from below. */
export async function answer<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (!response.ok) {
    const wait = Number(response.headers.get("Retry-After"));
    throw new ApiError(response.status, error, Number.isFinite(wait) ? wait : 0);
  }
  return data as Data;
}
