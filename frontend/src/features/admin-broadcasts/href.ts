export const BROADCASTS_HREF = "/admin/broadcasts";

/** The page of one broadcast; "new" begins one. */
export const broadcastHref = (id: string): string => `${BROADCASTS_HREF}/${id}`;
