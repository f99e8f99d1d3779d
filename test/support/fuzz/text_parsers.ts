// Parsers of texts.
import { cacheFolders } from "../../../pipeline/cache/store/cache_folders.ts";
import { lookUp } from "../../../pipeline/cache/store/action_record.ts";
import { newKeyPair } from "../../../pipeline/cache/shared/record_signature.ts";
import { sealedText } from "../../../pipeline/base/sealed_json.ts";
import { parseYaml } from "../../../pipeline/definition/yaml/parse_yaml.ts";
import { throwProblems } from "../../../pipeline/definition/yaml/problem.ts";
import { parseSpec } from "../../../pipeline/definition/spec/parse_spec.ts";
import { applySettings } from "../../../pipeline/definition/spec/apply_settings.ts";
import { parseSlurmSettings } from "../../../pipeline/remote/slurm/slurm_settings.ts";
import { parseClusterSettings } from "../../../pipeline/remote/kubernetes/cluster_settings.ts";
import { parseSharedSettings } from "../../../pipeline/cache/shared/shared_settings.ts";
import {
  parseReceived,
  parseSigned,
} from "../../../pipeline/cache/shared/received_record.ts";
import {
  lockText,
  parseLockFile,
} from "../../../pipeline/cache/history/lock_file.ts";
import { readJournal } from "../../../pipeline/cache/history/journal.ts";
import { outputReader } from "../../../pipeline/execution/executor/output_reader.ts";
import { parseGates } from "../../../pipeline/interface/regress/read_gates.ts";
import { parseRows } from "../../../pipeline/interface/regress/read_rows.ts";
import { parseGenotype } from "../../../nas/genotype/parse_genotype.ts";
import { parsePythonGenotype } from "../../../nas/genotype/python_genotype.ts";
import { publishedGenotype } from "../../../nas/genotype/published.ts";
import { loginFor } from "../../../datasets/download/login.ts";
import { retryAfter } from "../../../common/retry_after.ts";
import { searchHistoryFile } from "../../../stages/_artifacts/search_history.ts";
import { readAlphasFile } from "../../../stages/_artifacts/alphas_file.ts";
import { readArchitectureFile } from "../../../stages/_artifacts/genotype_file.ts";
import { evaluationFile } from "../../../stages/_artifacts/evaluation.ts";
import { hessianFile } from "../../../stages/_artifacts/hessian.ts";
import { FULL_FILE } from "../pipeline/mutated_file.ts";
import { reportFixture } from "../stages/report_fixture.ts";
import { ROOT } from "../root.ts";
import type { FuzzedParser } from "./fuzz_parser.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A parser of texts from some valid ones. */
const ofText = (
  texts: readonly string[],
  parse: (text: string) => unknown,
): FuzzedParser => ({
  seeds: texts.map(encode),
  parse: (bytes) => parse(decode(bytes)),
});

const PUBLIC = newKeyPair().publicKey;
const KEY = "a".repeat(64);
const FILE = { type: "file", sha256: "b".repeat(64), size: 3, exec: false };
const FOLDER = {
  type: "dir",
  entries: [
    { type: "dir", path: "d" },
    { ...FILE, path: "d/f" },
    { type: "link", path: "l", target: "d/f" },
  ],
};
const RECORD = {
  schema: 1,
  key: KEY,
  instance: "a",
  outputs: { o: FILE, p: FOLDER },
};
const ENTRY = {
  time: "2026-01-01T00:00:00Z",
  pipeline: "p",
  instance: "a@seed=1",
  key: KEY,
  status: "done",
  seconds: 2.5,
  measures: { peakMiB: 3 },
};

type Parsers = Readonly<Record<string, FuzzedParser>>;

/** A parser of files with some JSON values. */
const ofFile = (
  path: string,
  values: readonly unknown[],
  parse: (path: string) => unknown,
): FuzzedParser =>
  ofText(values.map((value) => JSON.stringify(value)), (text) => {
    Deno.writeTextFileSync(path, text);
    return parse(path);
  });

/** Files that a user writes. */
const SETTINGS: Parsers = {
  "pipeline YAML": ofText([FULL_FILE], (text) => {
    const { root, problems } = parseYaml(text);
    const found = [...problems];
    parseSpec(root, found);
    throwProblems("a.yaml", found);
  }),
  "--set": ofText(
    ["num.value=3", "matrix.seed=[2, 3]", 'run.x={a: "b"}'],
    (text) =>
      applySettings(parseYaml(FULL_FILE).root!, [text.replaceAll("\0", "")]),
  ),
  "slurm.yaml": ofText([
    "account: abc\npartition: gpu\nbeat: 5\nminutes: 10\noptions: ['--mem-bind=local']\n",
  ], (text) => parseSlurmSettings(text, "slurm.yaml")),
  "kubernetes.yaml": ofText([
    "image: 'a/b:1'\nclaim: data\nmount: /lab\nprogram: /lab/sdarts\ngpu: nvidia.com/gpu\nsecret: keys\n",
  ], (text) => parseClusterSettings(text, "kubernetes.yaml", "2.9.6")),
  "shared.yaml": ofText([
    `url: http://127.0.0.1:8080/c\ntrust: ["${PUBLIC}"]\ntimeout: 3\n`,
  ], (text) => parseSharedSettings(text, "shared.yaml")),
  "lock file": ofText([
    lockText(new Map([["a", { key: KEY, outputs: { o: KEY } }]])),
  ], (text) => parseLockFile("a.yaml.lock", text)),
  "baseline": ofText(
    [...Deno.readDirSync(`${ROOT}/results/baselines`)].filter(({ name }) =>
      name.endsWith(".yaml")
    ).slice(0, 1).map(({ name }) =>
      Deno.readTextFileSync(`${ROOT}/results/baselines/${name}`)
    ),
    (text) => parseGates("b.yaml", text),
  ),
  "results table": ofText([
    '{"rows": [{"point": {"seed": 1}, "top1Error": 0.5, "loss": NaN, "method": "darts"}]}',
  ], (text) => parseRows("summary.json", text)),
  "python genotype": ofText([
    "DARTS_V2 = Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), ('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], reduce_concat=range(2, 6))",
  ], (text) => parsePythonGenotype(text)),
  "retry-after": ofText(
    ["120", "Wed, 21 Oct 2026 07:28:00 GMT"],
    (text) => {
      const wait = retryAfter(text, 0);
      if (wait !== undefined && !(wait >= 1000)) throw wait;
    },
  ),
  "login": ofText(
    ["127.0.0.1:80=user:password"],
    (text) => loginFor("http://127.0.0.1:80/x", text),
  ),
};

/** Files of the cache, and what stages say. */
function cacheParsers(folder: string): Parsers {
  const folders = cacheFolders(`${folder}/cache`);
  const path = `${folder}/journal`;
  Deno.mkdirSync(folders.actions, { recursive: true });
  return {
    "journal": ofText(
      [`${JSON.stringify(ENTRY)}\n${JSON.stringify(ENTRY)}\n`],
      (text) => {
        Deno.writeTextFileSync(path, text);
        return readJournal(path);
      },
    ),
    "action record": ofText([
      JSON.stringify(RECORD),
      sealedText(RECORD),
    ], (text) => {
      Deno.writeTextFileSync(`${folders.actions}/${KEY}.json`, text);
      return lookUp(folders, KEY);
    }),
    "received record": ofText([
      JSON.stringify({
        schema: 1,
        record: JSON.stringify(RECORD),
        signer: "s",
        signature: "s",
      }),
      JSON.stringify(RECORD),
    ], (text) => [
      parseSigned(text),
      parseReceived(text, { key: KEY, outputs: ["o", "p"] }),
    ]),
    "messages": ofText([
      '\x1em{"type":"progress","progress":{"done":1,"total":2,"unit":"step","metrics":{"step":1,"values":{"loss":1}}}}\ntext\n\x1em{"type":"log","line":"x"}\n',
    ], (text) => {
      const reader = outputReader("\x1em", {
        onMessage: () => {},
        onOutput: () => {},
      });
      reader.take(encode(text));
      reader.end();
    }),
  };
}

/** Artifacts of stages. */
function artifactParsers(folder: string): Parsers {
  const path = `${folder}/artifact`;
  const made = reportFixture([0]);
  const fixture = (name: string) =>
    made[name]!.slice(0, 2).map(({ value }) => value);
  const { genotype } = publishedGenotype("darts-v2");
  return {
    "genotype": ofText([JSON.stringify(genotype)], (text) => {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return;
      }
      return parseGenotype(value);
    }),
    "search history": ofFile(path, fixture("searches"), searchHistoryFile.read),
    "alphas": ofFile(path, fixture("alphas"), readAlphasFile),
    "genotype file": ofFile(path, fixture("genotypes"), readArchitectureFile),
    "evaluation": ofFile(path, fixture("evaluations"), evaluationFile.read),
    "hessian": ofFile(path, fixture("curvature"), hessianFile.read),
  };
}

/** Parsers of texts by name. @param folder For files. */
export function textParsers(folder: string): Parsers {
  return { ...SETTINGS, ...cacheParsers(folder), ...artifactParsers(folder) };
}
