// being written
export function Models(_props: { modelId?: string }) { return null; }
