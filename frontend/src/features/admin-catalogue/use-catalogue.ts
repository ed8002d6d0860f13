/** Changing models and templates. The lists in the cache follow the answers. */

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { adminKeys } from "@/shared/admin/queries";
import { type OrderKey, useOrderKey } from "@/shared/admin/ui/use-order-key";
import { answer, api } from "@/shared/api/client";
import { keys } from "@/shared/api/queries";
import type { AdminModelRead, ModelCreate, ModelPatch, TemplateCreate, TemplatePatch, TemplateRead } from "@/shared/api/types";

interface Kept {
  id: string;
}

function put(client: QueryClient, key: readonly string[], item: Kept): void {
  client.setQueryData<Kept[]>(key, (known) => {
    if (known === undefined) return undefined;
    const isKnown = known.some(({ id }) => id === item.id);
    return isKnown ? known.map((one) => (one.id === item.id ? item : one)) : [...known, item];
  });
}

function takeOut(client: QueryClient, key: readonly string[], id: string): void {
  client.setQueryData<Kept[]>(key, (known) => known?.filter((one) => one.id !== id));
}

function refresh(client: QueryClient, ...stale: (readonly string[])[]): void {
  for (const queryKey of stale) void client.invalidateQueries({ queryKey });
}

async function postModel(body: ModelCreate, key: OrderKey): Promise<AdminModelRead> {
  const header = { "idempotency-key": key.of(body) };
  return answer(api.POST("/api/admin/models", { params: { header }, body }));
}

async function postTemplate(body: TemplateCreate, key: OrderKey): Promise<TemplateRead> {
  const header = { "idempotency-key": key.of(body) };
  return answer(api.POST("/api/admin/templates", { params: { header }, body }));
}

export type ModelOrder = { kind: "create"; body: ModelCreate } | { kind: "change"; id: string; body: ModelPatch };

export function useSaveModel() {
  const client = useQueryClient();
  const key = useOrderKey();
  return useMutation({
    mutationFn: (order: ModelOrder) => {
      if (order.kind === "create") return postModel(order.body, key);
      return answer(api.PATCH("/api/admin/models/{model_id}", { params: { path: { model_id: order.id } }, body: order.body }));
    },
    onSuccess: (model) => {
      key.answered();
      put(client, adminKeys.models, model);
      refresh(client, adminKeys.models, keys.models);
    },
  });
}

export function useDeleteModel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE("/api/admin/models/{model_id}", { params: { path: { model_id: id } } })),
    onSuccess: (_, id) => {
      takeOut(client, adminKeys.models, id);
      refresh(client, adminKeys.models, keys.models);
    },
  });
}

export type TemplateOrder = { kind: "create"; body: TemplateCreate } | { kind: "change"; id: string; body: TemplatePatch };

export function useSaveTemplate() {
  const client = useQueryClient();
  const key = useOrderKey();
  return useMutation({
    mutationFn: (order: TemplateOrder) => {
      if (order.kind === "create") return postTemplate(order.body, key);
      const path = { template_id: order.id };
      return answer(api.PATCH("/api/admin/templates/{template_id}", { params: { path }, body: order.body }));
    },
    onSuccess: (template) => {
      key.answered();
      put(client, adminKeys.templates, template);
      refresh(client, adminKeys.templates);
    },
  });
}

export function useDeleteTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answer(api.DELETE("/api/admin/templates/{template_id}", { params: { path: { template_id: id } } })),
    onSuccess: (_, id) => {
      takeOut(client, adminKeys.templates, id);
      refresh(client, adminKeys.templates);
    },
  });
}
