// The rules, in Python, in a thread of their own.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const FOLDER = "/diary";
const COMPILED = "{compiled}"; // what Python compiles of these very packages is kept for the next time
const started = (async () => {
  const python = await loadPyodide({ indexURL: "pyodide/" });
  const folder = python.runPython("import site, sys; sys.dont_write_bytecode = False; site.getsitepackages()[0]");
  const unpacked = async (answer, form) => python.unpackArchive(await (await answer).arrayBuffer(), form, { extractDir: folder });
  await Promise.all([unpacked(fetch("packages.zip"), "zip"), unpacked(fetch("core.whl"), "wheel")]);
  const cache = "caches" in self ? await caches.open(COMPILED) : null; // there is none but on a safe connection
  const kept = await cache?.match("compiled.zip");
  if (kept) await unpacked(kept, "zip");
  python.FS.mkdirTree(FOLDER);
  python.FS.mount(python.FS.filesystems.IDBFS, {}, FOLDER);
  const engine = python.pyimport("springstep.rendering.website.engine");
  engine.answer('{"moment": ["before"]}'); // what is made once is made now
  postMessage({ ready: true });
  if (cache && !kept) {
    const code = python.pyimport("springstep.rendering.website.compiled").compiled(folder);
    await cache.put("compiled.zip", new Response(code.toJs()));
    code.destroy();
  }
  return { engine, python };
})();

// The diary is one file, which the browser keeps (IndexedDB): read before each page, and written before it is told. One
// tab at a time does so, and has what another wrote.
const synced = (python, read) => new Promise((done, failed) => python.FS.syncfs(read, (error) => (error ? failed(error) : done())));
const inTurn = (work) => (navigator.locks ? navigator.locks.request("diary", work) : work());
const diary = ({ engine, python }, { at, fields, sent, today }) => inTurn(async () => {
  await synced(python, true);
  const told = JSON.parse(engine.diary(FOLDER, at, fields, sent, today));
  await synced(python, false);
  return told;
});
onmessage = async ({ data: { id, ...asked } }) => {
  try {
    const all = await started;
    postMessage({ id, ...(asked.at === undefined ? { text: all.engine.answer(asked.fields, asked.today) } : await diary(all, asked)) });
  } catch (error) {
    postMessage({ id, error: String(error).trim().split("\n").pop() });
  }
};
