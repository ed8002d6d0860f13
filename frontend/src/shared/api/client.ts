/** The API as our OpenAPI describes it, called with the session. */

import createClient from "openapi-fetch";
import type { components, paths } from "@/shared/api/schema";
import { session } from "@/shared/session/current";
import { ApiError } from "@/shared/session/errors";

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: session.fetch });

/** The code of an order that was kept, and changes nothing before another admin approves it. */
export const WAITS = "waits_for_second_admin";

type Waiting = components["schemas"]["ApprovalRead"];

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/**
 * What a call gave. Raises ApiError where the server refused, or where the order now waits for a second admin;
 * SessionEnded and TypeError from below.
 */
export async function answer<Data>(call: Promise<Answer<Data>>): Promise<Exclude<Data, Waiting>> {
  const { data, error, response } = await call;
  if (!response.ok) {
    const wait = Number(response.headers.get("Retry-After"));
    throw new ApiError(response.status, error, Number.isFinite(wait) ? wait : 0);
  }
  if (response.status === 202) throw new ApiError(202, { code: WAITS });
  return data as Exclude<Data, Waiting>;
}
