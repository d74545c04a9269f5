// The rules, in Python, in a thread of their own.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const unpacked = async (python, name, form) => {
  const bytes = await (await fetch(name)).arrayBuffer();
  python.unpackArchive(bytes, form, { extractDir: python.runPython("import site; site.getsitepackages()[0]") });
};
const made = (async () => {
  const python = await loadPyodide({ indexURL: "pyodide/" });
  await Promise.all([unpacked(python, "packages.zip", "zip"), unpacked(python, "core.whl", "wheel")]);
  const engine = python.pyimport("springstep.rendering.website.engine");
  engine.answer('{"moment": ["before"]}'); // what is made once is made now
  postMessage({ ready: true });
  return engine;
})();
onmessage = async ({ data: { id, fields } }) => {
  try {
    postMessage({ id, text: (await made).answer(fields) });
  } catch (error) {
    postMessage({ id, error: String(error).trim().split("\n").pop() });
  }
};
