// Loads exported weights into a PyTorch network, where the Python of SDARTS_PYTHON (default: python3) has torch.
import { allNetworkParts } from "../../stages/_declare/operation_parts.ts";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { decodeSafetensors } from "../../engine/safetensors.ts";
import { writeNetworkFolder } from "../../stages/_artifacts/network_folder.ts";
import torchStage from "../../stages/torch/stage.ts";
import {
  networkLogits,
  trainedNetwork,
} from "../support/tensors/network_logits.ts";
import { runHere, testContext } from "../../pipeline/stage_testing.ts";
import { tinyBatch, tinyRetrain } from "../support/tensors/tiny_search.ts";
import { hasPython, PYTHON, runPython } from "../support/python.ts";
import { tempFolder } from "../support/temp_folder.ts";

const NETWORK = `
import json, struct, sys
import torch
from torch import nn
F = nn.functional
raw = open(sys.argv[1], "rb").read()
n = struct.unpack("<Q", raw[:8])[0]
head = json.loads(raw[8:8 + n])
config = json.loads(head.pop("__metadata__")["network"])
state = {k: torch.frombuffer(bytearray(raw[8 + n + v["data_offsets"][0]:8 + n + v["data_offsets"][1]]),
  dtype=torch.float32).reshape(v["shape"]) for k, v in head.items()}

class Ops(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.op = nn.Sequential(*layers)
    def forward(self, x):
        return self.op(x)

class Reduce(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.conv_1 = nn.Conv2d(i, o // 2, 1, 2, bias=False)
        self.conv_2 = nn.Conv2d(i, o - o // 2, 1, 2, bias=False)
        self.bn = nn.BatchNorm2d(o)
    def forward(self, x):
        x = F.relu(x)
        return self.bn(torch.cat([self.conv_1(x), self.conv_2(x[:, :, 1:, 1:])], 1))

def half(c, k, s, d=1):
    return [nn.ReLU(), nn.Conv2d(c, c, k, s, d * (k // 2), d, c, bias=False),
            nn.Conv2d(c, c, 1, bias=False), nn.BatchNorm2d(c)]

def operation(kind, c, s):
    if kind == "skip_connect": return nn.Identity() if s == 1 else Reduce(c, c)
    if kind == "max_pool_3x3": return nn.MaxPool2d(3, s, 1)
    if kind == "avg_pool_3x3": return nn.AvgPool2d(3, s, 1, count_include_pad=False)
    k = int(kind[-1])
    return Ops(*half(c, k, s, 2)) if kind.startswith("dil") else Ops(*half(c, k, s), *half(c, k, 1))

def before(i, o): return Ops(nn.ReLU(), nn.Conv2d(i, o, 1, bias=False), nn.BatchNorm2d(o))

class Cell(nn.Module):
    def __init__(self, g, pp, p, c, reduction, after):
        super().__init__()
        self.preprocess0 = Reduce(pp, c) if after else before(pp, c)
        self.preprocess1 = before(p, c)
        name = "reduce" if reduction else "normal"
        self.edges, self.concat = g[name], g[name + "_concat"]
        self._ops = nn.ModuleList(operation(k, c, 2 if reduction and j < 2 else 1) for k, j in self.edges)
    def forward(self, a, b):
        states = [self.preprocess0(a), self.preprocess1(b)]
        for i in range(0, len(self.edges), 2):
            states.append(sum(self._ops[at](states[self.edges[at][1]]) for at in (i, i + 1)))
        return torch.cat([states[i] for i in self.concat], 1)

class Network(nn.Module):
    def __init__(self, g, channels, cells, classes, **_):
        super().__init__()
        c, stem = channels, 3 * channels
        self.stem = nn.Sequential(nn.Conv2d(3, stem, 3, padding=1, bias=False), nn.BatchNorm2d(stem))
        pp, p, after = stem, stem, False
        self.cells = nn.ModuleList()
        for i in range(cells):
            reduction = i in (cells // 3, 2 * cells // 3)
            c = 2 * c if reduction else c
            self.cells.append(Cell(g, pp, p, c, reduction, after))
            pp, p, after = p, c * len(self.cells[-1].concat), reduction
        self.classifier = nn.Linear(p, classes)
    def forward(self, x):
        a = b = self.stem(x)
        for cell in self.cells: a, b = b, cell(a, b)
        return self.classifier(b.mean((2, 3)))

genotype = config.pop("genotype")
net = Network(genotype, **config)
net.load_state_dict(state, strict=True)
size = config["size"]
x = torch.tensor(json.load(open(sys.argv[2]))).reshape(-1, size, size, 3).permute(0, 3, 1, 2)
print(json.dumps(net.eval()(x).flatten().tolist()))
`;

const present = hasPython("torch");
if (!present) console.log(`PyTorch test skipped: no torch in ${PYTHON}`);

Deno.test("the stage torch writes weights that give PyTorch the same logits", async () => {
  const network = trainedNetwork(tinyRetrain().config);
  const { config, layout, flat } = network;
  using folder = tempFolder();
  const path = `${folder.path}/weights.safetensors`;
  await writeNetworkFolder(`${folder.path}/network`, {
    config,
    flat,
    dataset: "noise",
    images: "all",
  }, layout);
  await runHere(
    torchStage,
    testContext({}, {
      parts: allNetworkParts(),
      inputs: { network: `${folder.path}/network` },
      outputs: { weights: path },
      checkpoint: folder.path,
    }).context,
  );
  const { tensors } = decodeSafetensors(await Deno.readFile(path));
  assertEquals(tensors["stem.0.weight"]?.shape, [6, 3, 3, 3]);
  assertEquals(tensors["cells.0._ops.0.op.1.weight"]?.shape, [2, 1, 3, 3]);
  // the first input channel of the first filter, pixel by pixel
  const kernel = layout.parameters[0]!;
  assertEquals(
    [...tensors["stem.0.weight"]!.data.slice(0, 9)],
    Array.from(
      { length: 9 },
      (_, at) => flat.weights[kernel.offset + at * 18]!,
    ),
  );
  if (!present) return;
  const batch = tinyBatch(4, "torch");
  await Deno.writeTextFile(
    `${folder.path}/x.json`,
    JSON.stringify([...batch.x]),
  );
  const own = await networkLogits(network, batch);
  const printed = await runPython([
    ...["-c", NETWORK],
    ...[path, `${folder.path}/x.json`],
  ]);
  const logits = JSON.parse(new TextDecoder().decode(printed)) as number[];
  assertEquals(logits.length, own.length);
  logits.forEach((logit, at) => assertAlmostEquals(logit, own[at]!, 1e-5));
});
