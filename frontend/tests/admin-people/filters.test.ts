import { expect, test } from "vitest";
import { filtersOf, isFiltered, sortOf, userFilter, withoutFilters, withParam } from "@/features/admin-people/filters";

const asked = (address: string, zone = "Europe/Moscow") => userFilter(filtersOf(new URLSearchParams(address)), zone);

test("the address holds the API's own names, and a day begins where the admin is", () => {
  expect(asked("query=%20орлов%20&model_id=shadow-stack&expires_before=2026-11-27&role=admin&status=blocked&reachability=gone")).toEqual({
    query: "орлов",
    model_id: "shadow-stack",
    expires_before: "2026-11-26T21:00:00.000Z",
    role: "admin",
    status: "blocked",
    reachability: "gone",
  });
  expect(asked("expires_before=2026-11-27T00:00:00+00:00")).toEqual({ expires_before: "2026-11-27T00:00:00.000Z" });
});

test("what the API would refuse is left out instead of breaking the list", () => {
  expect(asked("query=%20&model_id=Ünknown&expires_before=soon&role=owner&status=1&reachability=x&sort=x")).toEqual({});
  expect(isFiltered(asked(""))).toBe(false);
  expect(sortOf(new URLSearchParams("sort=name"))).toBe("ends");
});

test("a change keeps the rest of the address, and clearing keeps the order", () => {
  const params = new URLSearchParams("query=a&role=admin&sort=-created_at");
  expect(withParam(params, "role", null).toString()).toBe("query=a&sort=-created_at");
  expect(withParam(params, "sort", "ends").toString()).toBe("query=a&role=admin");
  expect(withoutFilters(params).toString()).toBe("sort=-created_at");
});
