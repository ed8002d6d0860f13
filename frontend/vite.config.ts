import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { compression } from "vite-plugin-compression2";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const api = `http://127.0.0.1:${process.env["API_PORT"] ?? "8000"}`;

/** While developing, `/admin/...` is the admin page, as the server has it. */
const adminPage: Plugin = {
  name: "admin-page",
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (/^\/admin(\/|\?|$)/.test(request.url ?? "")) request.url = "/admin.html";
      next();
    });
  },
};

/** Holds the first paint until the entry script has set the theme; Vite drops the attribute when it is written in the page. */
const renderBlocking: Plugin = {
  name: "render-blocking",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (html) => html.replace('<script type="module" ', '<script type="module" blocking="render" '),
  },
};

/**
 * What both pages start with, in two files instead of a dozen: every request costs a phone a round trip. Parts of the
 * design system that the first screen does not draw stay in the chunks of the screens that do.
 */
const libraries = /node_modules\/(react|react-dom|scheduler|wouter|regexparam|use-sync-external-store|openapi-fetch|valibot|fp-ts|better-promises|error-kid|mitt|@tma\.js|@tanstack\/(query-core|react-query))\//;
const start =
  /src\/shared\/((api|session|live|telegram|i18n|page|format)\/|ui\/(base|cx|tone|messages|icons|spinner|button|icon-button|card|list|section|skeleton|chips|tag|tile|banner|clock|countdown|empty-state|page-header|live-badge|toast|toasts|toast-stack|announcer|segmented|model-mark)\.)/;

/** One build, two pages: nothing that only admins use is reachable from the subscriber's page. */
export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/" : "/",
  resolve: { alias: { "@": here("./src") } },
  plugins: [
    react(),
    renderBlocking,
    adminPage,
    compression({ algorithms: ["gzip", "brotliCompress"], include: /\.(html|js|css|svg|json)$/, threshold: 512 }),
  ],
  build: {
    outDir: here("../static"),
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { app: here("./index.html"), admin: here("./admin.html") },
      output: {
        codeSplitting: {
          groups: [
            { name: "libraries", test: libraries },
            { name: "start", test: start },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": api, "/dev": api, "/ws": { target: api, ws: true } } },
  test: { environment: "happy-dom", include: ["tests/**/*.test.{ts,tsx}"], restoreMocks: true },
}));
