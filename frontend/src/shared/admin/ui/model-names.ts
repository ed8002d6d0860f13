import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { adminModelsQuery } from "@/shared/admin/queries";
import type { AdminModelRead } from "@/shared/api/types";

export interface KnownModels {
  all: readonly AdminModelRead[];
  /** Those that can be granted. */
  active: readonly AdminModelRead[];
  /** The name, or the id of a model that is gone. */
  nameOf: (modelId: string) => string;
}

const NONE: readonly AdminModelRead[] = [];

export function useKnownModels(): KnownModels {
  const { data = NONE } = useQuery(adminModelsQuery);
  return useMemo(() => {
    const names = new Map(data.map(({ id, name }) => [id, name]));
    return { all: data, active: data.filter((model) => model.is_active), nameOf: (id) => names.get(id) ?? id };
  }, [data]);
}
