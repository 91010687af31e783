// Prints what the built script weighs, gzipped, with and without charts.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

for (const [name, extra, most] of [
  ["with charts", {}, 90_000],
  ["without charts", { WITHOUT_CHARTS: "1" }, 60_000],
]) {
  const folder = mkdtempSync(join(tmpdir(), "widget-"));
  execFileSync("npx", ["vite", "build", "--logLevel", "error"], {
    env: { ...process.env, ...extra, OUT_DIR: folder },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const bytes = gzipSync(readFileSync(join(folder, "widget.js")), { level: 9 }).length;
  rmSync(folder, { recursive: true });
  console.log(`${name}: ${bytes.toLocaleString("en-US")} bytes gzipped, at most ${most.toLocaleString("en-US")}`);
  if (bytes > most) process.exitCode = 1;
}
