// The digests of plans as Python makes them here: node plans.mjs PYODIDE PACKAGES CORE CASES, one case a line.
import { createHash } from "node:crypto";
import { readFileSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, packages, core, cases] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const python = await loadPyodide();
const folder = python.runPython("import site; site.getsitepackages()[0]");
for (const [file, form] of [[packages, "zip"], [core, "wheel"]]) {
  python.unpackArchive(new Uint8Array(readFileSync(file)), form, { extractDir: folder });
}
const plan = python.runPython(`
import json, springstep
def plan(line):
    try:
        return springstep.recommend(json.loads(line)).to_json(trace=False)
    except springstep.CaseError as error:
        return error.to_json()
plan
`);
for (const line of readFileSync(cases, "utf-8").trim().split("\n")) {
  writeSync(1, `${createHash("sha256").update(plan(line)).digest("hex")}\n`);
}
