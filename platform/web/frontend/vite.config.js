import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

const icons = JSON.parse(readFileSync(new URL("icons.json", import.meta.url)));

/** One sprite of the icons that icons.json names (Lucide, ISC licence) and the brand's sign, both in the manifest. */
function sprite() {
  const symbol = ([name, drawing]) => {
    const file = new URL(`node_modules/lucide-static/icons/${drawing}.svg`, import.meta.url);
    const body = readFileSync(file, "utf8").replace(/^[^]*?<svg[^>]*>|<\/svg>\s*$/g, "").replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
  };
  return {
    name: "sprite",
    generateBundle() {
      const source = `<!-- Icons: Lucide, ISC licence --><svg xmlns="http://www.w3.org/2000/svg">${Object.entries(icons).map(symbol).join("")}</svg>\n`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
      const brand = readFileSync(new URL("brand.svg", import.meta.url));
      this.emitFile({ type: "asset", name: "brand.svg", originalFileName: "brand.svg", source: brand });
    },
  };
}

export default defineConfig({
  base: "", // style and fonts find each other whatever STATIC_URL is
  plugins: [sprite()],
  css: {
    preprocessorOptions: {
      scss: { quietDeps: true, silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"] },
    },
  },
  build: {
    outDir: "../static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0, // the content policy refuses data: addresses
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { main: "scripts/main.js", worker: "scripts/worker.js", styleguide: "styles/styleguide.scss" },
      output: {
        hashCharacters: "hex",
        entryFileNames: "[name].[hash:12].js",
        chunkFileNames: "[name].[hash:12].js",
        assetFileNames: "[name].[hash:12][extname]",
      },
    },
  },
});
