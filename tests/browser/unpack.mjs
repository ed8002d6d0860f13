/* Unpacks the browser of the npm package @sparticuz/chromium into TMPDIR, which nobody else may use. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const frontend = createRequire(join(process.argv[2], "package.json"));
const entry = frontend.resolve("@sparticuz/chromium");
const { default: chromium, inflate } = await import(pathToFileURL(entry).href);
await chromium.executablePath();
await inflate(join(dirname(entry), "..", "bin", "al2023.tar.br"));
