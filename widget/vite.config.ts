import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// One classic script, package data of Overture. WITHOUT_CHARTS=1 tells what the charts weigh.
export default defineConfig({
  root: here("."),
  resolve: process.env.WITHOUT_CHARTS
    ? { alias: [{ find: /^\.\.\/charts$/, replacement: here("test/no-charts.ts") }] }
    : {},
  build: {
    outDir: process.env.OUT_DIR ?? here("../overture/widget"),
    emptyOutDir: false,
    target: ["chrome123", "firefox128", "safari17.5"],
    license: { fileName: "LICENSES.txt" },
    reportCompressedSize: false,
    lib: { entry: here("src/main.ts"), formats: ["iife"], name: "overture", fileName: () => "widget.js" },
  },
});
