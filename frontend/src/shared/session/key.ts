/** Where a session keeps its refresh token; with one there is nothing to sign in for. */
export const SESSION_KEY = "forexsignals.session";
