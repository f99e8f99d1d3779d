"""Times search steps of a DARTS supernet in PyTorch on a CPU or a GPU: the yardstick of search_steps.ts.

Usage: torch_yardstick.py WORKLOAD [alpha-only] [compiled]   (WORKLOAD is JSON: size, space, steps, repeats, device, numerics, drawn)

Prints one line of JSON. The network is the first-order DARTS supernet (Liu et al. 2019) with the perturbations of
SmoothDARTS (Chen and Hsieh 2020), or the supernet of NAS-Bench-201 (Dong and Yang 2020); DrNAS (Chen et al. 2021) and
GDAS (Dong and Yang 2019) draw mixture weights for each pass, and GDAS computes the drawn operations alone. Two threads and channels_last, the faster layout. As the common code does, the alpha
step and the attack compute the gradients of the weights too and throw them away; `alpha-only` leaves them out. With
`compiled` PyTorch's inductor compiles the network.
"""
import itertools
import json
import os
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

SIZES = {"small": (8, 4, 32, 16), "full": (16, 8, 64, 32)}  # channels, cells, batch, side
GRAPH_CELLS = {"small": 6, "full": 15}
SEVEN = "max_pool_3x3 avg_pool_3x3 skip_connect sep_conv_3x3 sep_conv_5x5 dil_conv_3x3 dil_conv_5x5".split()
SPACES = {
    "darts": ["none", *SEVEN],
    "s5": SEVEN,
    "s3": ["none", "skip_connect", "sep_conv_3x3"],
    "s2": ["skip_connect", "sep_conv_3x3"],
    "nb201": ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"],
}
NODES = 4
EPSILON = 0.3
ATTACK_STEPS = 7


def pointwise(inputs, outputs, stride=1):
    return nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False)


def plain_norm(channels):
    return nn.BatchNorm2d(channels, affine=False)


def relu_conv_norm(inputs, outputs):
    return nn.Sequential(nn.ReLU(), pointwise(inputs, outputs), plain_norm(outputs))


class FactorizedReduce(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.convolutions = nn.ModuleList(pointwise(inputs, outputs // 2, 2) for _ in range(2))
        self.norm = plain_norm(outputs)

    def forward(self, x):
        x = F.relu(x)
        shifted = x[:, :, 1:, 1:]
        return self.norm(torch.cat([c(v) for c, v in zip(self.convolutions, (x, shifted))], dim=1))


class Zero(nn.Module):
    def __init__(self, stride):
        super().__init__()
        self.stride = stride

    def forward(self, x):
        return torch.zeros_like(x[:, :, ::self.stride, ::self.stride])


def depthwise_block(channels, kernel, stride, dilation):
    padding = (kernel // 2) * dilation
    spatial = nn.Conv2d(channels, channels, kernel, stride, padding, dilation, groups=channels, bias=False)
    return nn.Sequential(nn.ReLU(), spatial, pointwise(channels, channels), plain_norm(channels))


def candidate(kind, channels, stride):
    kernel = int(kind[-1]) if kind[-1].isdigit() else 0
    if kind == "none":
        return Zero(stride)
    if kind == "skip_connect":
        return nn.Identity() if stride == 1 else FactorizedReduce(channels, channels)
    if kind.startswith("max_pool"):
        return nn.Sequential(nn.MaxPool2d(kernel, stride, padding=1), plain_norm(channels))
    if kind.startswith("avg_pool"):
        pool = nn.AvgPool2d(kernel, stride, padding=1, count_include_pad=False)
        return nn.Sequential(pool, plain_norm(channels))
    if kind.startswith("dil_conv"):
        return depthwise_block(channels, kernel, stride, 2)
    return nn.Sequential(depthwise_block(channels, kernel, stride, 1), depthwise_block(channels, kernel, 1, 1))


def relu_conv(inputs, outputs, kernel, stride=1, affine=True):
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(nn.ReLU(), convolution, nn.BatchNorm2d(outputs, affine=affine))


def graph_candidate(kind, channels):
    if kind == "none":
        return Zero(1)
    if kind == "skip_connect":
        return nn.Identity()
    if kind == "avg_pool_3x3":
        return nn.AvgPool2d(3, 1, padding=1, count_include_pad=False)
    return relu_conv(channels, channels, int(kind[-1]), affine=False)


def mix(operations, weights, x):
    """Sum of operations times their weights; of weights with the place of the drawn one, that one alone.

    The weights that were not drawn are 0; added, they have the gradient that the published code of GDAS gives them.
    """
    if isinstance(weights, tuple):
        row, drawn = weights
        return row[drawn] * operations[drawn](x) + (row.sum() - row[drawn])
    return sum(w * operation(x) for w, operation in zip(weights, operations))


class GraphCell(nn.Module):
    def __init__(self, kinds, channels):
        super().__init__()
        self.edges = nn.ModuleList(nn.ModuleList(graph_candidate(k, channels) for k in kinds) for _ in range(6))

    def forward(self, x, mixture):
        states = [x]
        rows = iter(zip(self.edges, mixture))
        for node in range(1, 4):
            states.append(sum(mix(*next(rows), states[source]) for source in range(node)))
        return states[3]


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.deep = nn.Sequential(relu_conv(inputs, outputs, 3, 2), relu_conv(outputs, outputs, 3))
        self.shortcut = nn.Sequential(nn.AvgPool2d(2, 2), pointwise(inputs, outputs))

    def forward(self, x, _):
        return self.shortcut(x) + self.deep(x)


class GraphSupernet(nn.Module):
    edges = [6]

    def __init__(self, kinds, channels, cells):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels))
        self.cells = nn.ModuleList()
        for index in range(cells):
            if index in {cells // 3, 2 * cells // 3}:
                self.cells.append(ResidualBlock(channels, 2 * channels))
                channels *= 2
            self.cells.append(GraphCell(kinds, channels))
        self.last = nn.Sequential(nn.BatchNorm2d(channels), nn.ReLU())
        self.classifier = nn.Linear(channels, 10)

    def forward(self, x, mixtures):
        x = self.stem(x)
        for cell in self.cells:
            x = cell(x, mixtures[0])
        return self.classifier(self.last(x).mean(dim=(2, 3)))


class SearchCell(nn.Module):
    def __init__(self, kinds, inputs, channels, reduction, after_reduction):
        super().__init__()
        self.reduction = reduction
        adapt = FactorizedReduce if after_reduction else relu_conv_norm
        self.adapt = nn.ModuleList([adapt(inputs[0], channels), relu_conv_norm(inputs[1], channels)])
        self.edges = nn.ModuleList()
        for node in range(NODES):
            for source in range(2 + node):
                stride = 2 if reduction and source < 2 else 1
                self.edges.append(nn.ModuleList(candidate(k, channels, stride) for k in kinds))

    def forward(self, inputs, mixture):
        states = [adapt(x) for adapt, x in zip(self.adapt, inputs)]
        rows = iter(zip(self.edges, mixture))
        for _ in range(NODES):
            mixed = []
            for state in list(states):
                operations, weights = next(rows)
                mixed.append(mix(operations, weights, state))
            states.append(sum(mixed))
        return torch.cat(states[2:], dim=1)


class Supernet(nn.Module):
    edges = [14, 14]

    def __init__(self, kinds, channels, cells):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 3 * channels, 3, padding=1, bias=False), nn.BatchNorm2d(3 * channels))
        widths = [3 * channels, 3 * channels]
        self.cells = nn.ModuleList()
        after = False
        for index in range(cells):
            reduction = index in {cells // 3, 2 * cells // 3}
            channels = channels * 2 if reduction else channels
            self.cells.append(SearchCell(kinds, widths, channels, reduction, after))
            widths = [widths[1], NODES * channels]
            after = reduction
        self.classifier = nn.Linear(widths[1], 10)

    def forward(self, x, mixtures):
        first = second = self.stem(x)
        for cell in self.cells:
            first, second = second, cell((first, second), mixtures[cell.reduction])
        return self.classifier(second.mean(dim=(2, 3)))


def clip_rows(rows):
    clamped = rows.clamp(0, 1)
    winner = F.one_hot(rows.argmax(1), rows.shape[1]).to(rows.dtype)
    filled = torch.where(clamped.sum(1, keepdim=True) > 0, clamped, winner)
    return filled / filled.sum(1, keepdim=True)


class Search:
    def __init__(self, size, space, alpha_only, device, compiled=False, drawn=()):
        channels, cells, batch, side = SIZES[size]
        kinds = SPACES[space]
        self.alpha_only = alpha_only
        self.given = itertools.cycle(drawn)
        graph = space == "nb201"
        net = GraphSupernet(kinds, channels, GRAPH_CELLS[size]) if graph else Supernet(kinds, channels, cells)
        self.net = net.to(device, memory_format=torch.channels_last)
        self.alphas = [torch.randn(n, len(kinds), device=device).mul_(1e-3).requires_grad_() for n in net.edges]
        self.x = torch.randn(batch, 3, side, side, device=device).contiguous(memory_format=torch.channels_last)
        self.y = torch.randint(10, (batch,), device=device)
        self.directions = [torch.randn_like(alpha) for alpha in self.alphas]
        self.weights = list(self.net.parameters())
        if compiled:
            self.net = torch.compile(self.net)
        self.sgd = torch.optim.SGD(self.weights, lr=0.025, momentum=0.9, weight_decay=3e-4)
        self.adam = torch.optim.Adam(self.alphas, lr=3e-4, betas=(0.5, 0.999), weight_decay=1e-3)

    def mixtures(self):
        return [alpha.softmax(dim=1) for alpha in self.alphas]

    def loss(self, mixtures):
        return F.cross_entropy(self.net(self.x, mixtures), self.y)

    def gradients(self, loss, leaves):
        wanted = leaves if self.alpha_only else leaves + self.weights
        # weights of operations that were not drawn have none
        return torch.autograd.grad(loss, wanted, allow_unused=True)[:len(leaves)]

    def alpha(self, draw=None):
        mixtures = self.mixtures() if draw is None else draw()
        for alpha, gradient in zip(self.alphas, self.gradients(self.loss(mixtures), self.alphas)):
            alpha.grad = gradient
        self.adam.step()

    def centre(self):
        with torch.no_grad():
            return self.mixtures()

    def weight(self, mixtures=None):
        self.sgd.zero_grad()
        self.loss(mixtures or self.centre()).backward()
        nn.utils.clip_grad_norm_(self.weights, 5)
        self.sgd.step()

    def noisy(self):
        return [clip_rows(m + torch.empty_like(m).uniform_(-EPSILON, EPSILON)) for m in self.centre()]

    def rs(self):
        self.alpha()
        self.weight(self.noisy())

    def adv(self):
        self.alpha()
        centre, attacked = self.centre(), self.noisy()
        self.net.eval()
        with torch.no_grad():
            before = self.loss(centre)
        for _ in range(ATTACK_STEPS):
            leaves = [a.requires_grad_() for a in attacked]
            signs = [g.sign() for g in self.gradients(self.loss(leaves), leaves)]
            with torch.no_grad():
                moved = [a + 2 * EPSILON / ATTACK_STEPS * s for a, s in zip(leaves, signs)]
                attacked = [clip_rows(c + (m - c).clamp(-EPSILON, EPSILON)) for c, m in zip(centre, moved)]
        with torch.no_grad():
            if self.loss(attacked) < before:
                attacked = centre
        self.net.train()
        self.weight(attacked)

    def dirichlet(self):
        return [torch.distributions.Dirichlet(1 + F.elu(alpha), validate_args=False).rsample() for alpha in self.alphas]

    def gumbel(self):
        """Rows of hard weights, each with the place of its 1, at the temperature of the first epoch.

        The workload says which places are drawn, so that both sides compute the same operations.
        """
        mixtures = []
        columns = iter(next(self.given))
        for alpha in self.alphas:
            places = torch.tensor(list(itertools.islice(columns, len(alpha))), device=alpha.device)
            noise = F.one_hot(places, alpha.shape[1]).to(alpha.dtype)
            soft = ((alpha.log_softmax(dim=1) + noise) / 10).softmax(dim=1)
            drawn = soft.argmax(dim=1)
            hard = F.one_hot(drawn, alpha.shape[1]) - soft.detach() + soft
            mixtures.append(list(zip(hard, drawn.tolist())))
        return mixtures

    def drawn(self, draw):
        self.alpha(draw)
        with torch.no_grad():
            mixtures = draw()
        self.weight(mixtures)

    def drnas(self):
        self.drawn(self.dirichlet)

    def gdas(self):
        self.drawn(self.gumbel)

    def hvp(self):
        """The gradient towards alpha, differentiated once more along a fixed direction."""
        first = torch.autograd.grad(self.loss(self.mixtures()), self.alphas, create_graph=True)
        along = sum((g * v).sum() for g, v in zip(first, self.directions))
        torch.autograd.grad(along, self.alphas)


def timed(step, device):
    began = time.perf_counter()
    step()
    if device == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter() - began


def set_numerics(deterministic):
    """On a GPU: the same kernels each time and products of whole float32, or whatever is fastest."""
    if deterministic:
        os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
        torch.use_deterministic_algorithms(True)
    torch.backends.cudnn.benchmark = not deterministic
    torch.backends.cudnn.allow_tf32 = not deterministic
    torch.backends.cuda.matmul.allow_tf32 = not deterministic


def main():
    workload = json.loads(sys.argv[1])
    device = "cuda" if workload.get("device") == "gpu" else "cpu"
    if device == "cuda":
        set_numerics(workload["numerics"] == "deterministic")
    torch.set_num_threads(2)
    torch.manual_seed(0)
    modes = sys.argv[2:]
    search = Search(
        workload["size"], workload["space"], "alpha-only" in modes, device, "compiled" in modes, workload["drawn"])
    first, seconds = {}, {}
    for name in workload["steps"]:
        step = getattr(search, name)
        first[name] = timed(step, device)
        count = workload["repeats"]
        seconds[name] = [timed(step, device) for _ in range(max(1, count // 3) if name == "adv" else count)]
    print(json.dumps({
        "engine": f"PyTorch {torch.__version__}" + (f" on {torch.cuda.get_device_name()}" if device == "cuda" else ""),
        "seconds": seconds,
        "first": first,
        "parameters": sum(w.numel() for w in search.weights),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))


if __name__ == "__main__":
    main()
