// Puts the sliced web font beside the other static files: dist/fonts.css, dist/fonts/*.woff2.
// Nothing but node itself is needed; `./dev` runs this after `npm ci`.
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const made = join(here, "..", "build", "static", "dist");
const part = `${made}.part`;
const source = readFileSync(join(here, "src", "fonts.css"), "utf8");

rmSync(part, { recursive: true, force: true });
mkdirSync(join(part, "fonts"), { recursive: true });

/** Replace each `@import "package/file.css"` by what the file says, its slices copied. */
function inlined(css) {
  return css.replace(/@import\s+"([^"]+)";/g, (_, name) => {
    const path = join(here, "node_modules", name);
    copyFileSync(join(dirname(path), "LICENSE"), join(part, "fonts", "LICENSE.txt"));
    return readFileSync(path, "utf8").replace(/url\(\.\/files\/([^)]+)\)/g, (_, slice) => {
      const short = slice.replace(/^noto-sans-sc-(.+)-wght-normal/, "$1");
      copyFileSync(join(dirname(path), "files", slice), join(part, "fonts", short));
      return `url(fonts/${short})`;
    });
  });
}

/** Comments and blanks cost more than the rest of the file. */
function small(css) {
  return css
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/woff2-variations/g, "woff2")
    .replace(/\s+/g, " ")
    .replace(/\s*([{};:,])\s*/g, "$1")
    .replace(/;}/g, "}\n")
    .trim();
}

writeFileSync(join(part, "fonts.css"), `${small(inlined(source))}\n`);
rmSync(made, { recursive: true, force: true });
renameSync(part, made);
