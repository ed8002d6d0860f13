// being written
export function Templates(_props: { modelId?: string }) { return null; }
