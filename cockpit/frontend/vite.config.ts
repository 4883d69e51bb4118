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
      input: "src/main.ts",
      preserveEntrySignatures: "strict",
      output: { format: "es", entryFileNames: "assets/board-[hash].js" },
    },
  },
});
