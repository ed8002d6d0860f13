import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { IndexHtmlTransformContext, Plugin } from "vite";
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

/**
 * The first script is a few hundred bytes that send the sign-in; what it imports then is asked for by the page itself, so
 * that everything is under way at once. Nothing is painted before the first script and the styles are there.
 */
const startTogether: Plugin = {
  name: "start-together",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(html, { chunk, bundle = {} }) {
      const files = chunk === undefined ? [] : chunk.dynamicImports.flatMap((file) => withImports(file, bundle));
      const scripts = [...new Set(files)].filter((file) => !html.includes(file));
      const styles = new Set(scripts.flatMap((file) => [...(chunkOf(file, bundle)?.viteMetadata?.importedCss ?? [])]));
      const links = [
        ...scripts.map((file) => `<link rel="modulepreload" crossorigin href="/static/${file}">`),
        ...[...styles].map((file) => `<link rel="stylesheet" crossorigin href="/static/${file}">`),
      ];
      return html
        .replace('<script type="module" ', '<script type="module" blocking="render" ')
        .replace("</head>", `  ${links.join("\n    ")}\n  </head>`);
    },
  },
};

type Bundle = NonNullable<IndexHtmlTransformContext["bundle"]>;

function chunkOf(file: string, bundle: Bundle) {
  const found = bundle[file];
  return found?.type === "chunk" ? found : undefined;
}

/** A chunk's file and those of everything that it imports at once. */
function withImports(file: string, bundle: Bundle): string[] {
  return [file, ...(chunkOf(file, bundle)?.imports ?? []).flatMap((one) => withImports(one, bundle))];
}

/**
 * What both pages start with, in two files instead of a dozen: every request costs a phone a round trip. Parts of the
 * design system that the first screen does not draw stay in the chunks of the screens that do.
 */
const libraries = /node_modules\/(react|react-dom|scheduler|wouter|regexparam|use-sync-external-store|openapi-fetch|valibot|fp-ts|better-promises|error-kid|mitt|@tma\.js|@tanstack\/(query-core|react-query))\//;
const first = /src\/shared\/(session\/(early|key|patience)|telegram\/launch)\.|vite\/preload-helper|rolldown\/runtime/;
const start =
  /src\/shared\/((api|live|i18n|page|format)\/|session\/(current|errors|session|store|tabs)\.|telegram\/(chrome|palette|start|theme)\.|ui\/(base|cx|tone|messages|icons|spinner|button|icon-button|card|list|section|skeleton|chips|tag|tile|banner|clock|countdown|empty-state|page-header|live-badge|toast|toasts|toast-stack|announcer|segmented|model-mark)\.)/;

/** One build, two pages: nothing that only admins use is reachable from the subscriber's page. */
export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/" : "/",
  resolve: { alias: { "@": here("./src") } },
  plugins: [
    react(),
    startTogether,
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
            { name: "first", test: first, priority: 2 },
            { name: "libraries", test: libraries, priority: 1 },
            { name: "start", test: start },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": api, "/dev": api, "/ws": { target: api, ws: true } } },
  test: { environment: "happy-dom", include: ["tests/**/*.test.{ts,tsx}"], restoreMocks: true },
}));
