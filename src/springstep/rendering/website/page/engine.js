// The rules, in Python, in a thread of their own.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const COMPILED = "{compiled}"; // what Python compiles of these very packages is kept for the next time
const started = (async () => {
  const python = await loadPyodide({ indexURL: "pyodide/" });
  const folder = python.runPython("import site, sys; sys.dont_write_bytecode = False; site.getsitepackages()[0]");
  const unpacked = async (answer, form) => python.unpackArchive(await (await answer).arrayBuffer(), form, { extractDir: folder });
  await Promise.all([unpacked(fetch("packages.zip"), "zip"), unpacked(fetch("core.whl"), "wheel")]);
  const cache = "caches" in self ? await caches.open(COMPILED) : null; // there is none but on a safe connection
  const kept = await cache?.match("compiled.zip");
  if (kept) await unpacked(kept, "zip");
  const engine = python.pyimport("springstep.rendering.website.engine");
  engine.answer('{"moment": ["before"]}'); // what is made once is made now
  postMessage({ ready: true });
  if (cache && !kept) {
    const code = python.pyimport("springstep.rendering.website.compiled").compiled(folder);
    await cache.put("compiled.zip", new Response(code.toJs()));
    code.destroy();
  }
  return engine;
})();
onmessage = async ({ data: { id, fields } }) => {
  try {
    postMessage({ id, text: (await started).answer(fields) });
  } catch (error) {
    postMessage({ id, error: String(error).trim().split("\n").pop() });
  }
};
