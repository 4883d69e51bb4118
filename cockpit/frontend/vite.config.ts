import { defineConfig } from "vite";

export default defineConfig({
  base: "/board/",
  publicDir: false,
  build: {
    outDir: "../static/board",
    emptyOutDir: true,
    manifest: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { board: "src/main.ts", live: "src/live/main.ts" },
      preserveEntrySignatures: "strict",
      output: { format: "es", entryFileNames: "assets/[name]-[hash].js" },
    },
  },
});
