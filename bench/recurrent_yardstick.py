"""Times steps of language models around recurrent cells in PyTorch on a CPU: the yardstick of recurrent_steps.ts.

Usage: recurrent_yardstick.py WORKLOAD   (JSON: words, units, batch, length, nodes, cell, steps, repeats)

Prints one line of JSON. The cell is that of DARTS (Liu et al. 2019), all sources of a node in one product, with the
perturbations of SmoothDARTS (Chen and Hsieh 2020). One thread or two, whichever is faster; no dropout.
"""
import json
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid, "identity": lambda x: x}
EPSILON = 0.3
ATTACK_STEPS = 7
SLOWNESS = 1e-3


def gated(product):
    gate, candidate = product.chunk(2, dim=-1)
    return gate.sigmoid(), candidate


class Cell(nn.Module):
    """Maps of a cell; with a genotype derived, else with a mixture for each pass."""

    def __init__(self, units, nodes, genotype):
        super().__init__()
        self.first = nn.Parameter(torch.empty(2 * units, 2 * units).uniform_(-0.04, 0.04))
        self.nodes = nn.ParameterList(torch.empty(units, 2 * units).uniform_(-0.04, 0.04) for _ in range(nodes))
        self.norm = nn.BatchNorm1d(units, affine=False)
        self.genotype = genotype

    def forward(self, x, hidden, mixtures):
        gate, candidate = gated(torch.cat([x, hidden], dim=1) @ self.first)
        state = hidden + gate * (candidate.tanh() - hidden)
        if self.genotype is not None:
            states = [state]
            for (name, source), weight in zip(self.genotype, self.nodes):
                gate, candidate = gated(states[source] @ weight)
                states.append(states[source] + gate * (ACTIVATIONS[name](candidate) - states[source]))
            return torch.stack(states[1:]).mean(dim=0)
        states = self.norm(state).unsqueeze(0)
        row = 0
        for weight in self.nodes:
            count, batch, units = states.shape
            gate, candidate = gated((states.reshape(-1, units) @ weight).view(count, batch, 2 * units))
            rows = mixtures[row:row + count, 1:, None, None]
            row += count
            total = 0
            for column, activation in enumerate(ACTIVATIONS.values()):
                total = total + (rows[:, column] * (states + gate * (activation(candidate) - states))).sum(dim=0)
            states = torch.cat([states, self.norm(total).unsqueeze(0)])
        return states[1:].mean(dim=0)


class Language(nn.Module):
    def __init__(self, words, units, nodes, genotype=None):
        super().__init__()
        self.embedding = nn.Embedding(words, units)
        nn.init.uniform_(self.embedding.weight, -0.04, 0.04)
        self.bias = nn.Parameter(torch.zeros(words))
        self.cell = Cell(units, nodes, genotype)

    def forward(self, x, hidden, mixtures):
        states = []
        for word in self.embedding(x):
            hidden = self.cell(word, hidden, mixtures)
            states.append(hidden)
        raw = torch.stack(states)
        return raw, F.linear(raw, self.embedding.weight, self.bias)


def clip_rows(rows):
    clamped = rows.clamp(0, 1)
    return clamped / clamped.sum(dim=1, keepdim=True)


class Steps:
    def __init__(self, words, units, batch, length, nodes, cell, **_):
        self.searched = Language(words, units, nodes)
        self.derived = Language(words, units, len(cell), cell)
        self.alphas = torch.randn(nodes * (nodes + 1) // 2, 5).mul(1e-3).requires_grad_()
        self.x = torch.randint(words, (length, batch))
        self.y = torch.randint(words, (length * batch,))
        self.hidden = torch.zeros(batch, units)
        self.adam = torch.optim.Adam([self.alphas], lr=3e-3, weight_decay=1e-3)
        self.sgd = {net: torch.optim.SGD(net.parameters(), lr=1, weight_decay=5e-7) for net in (self.searched, self.derived)}

    def entropy(self, net, mixtures):
        raw, logits = net(self.x, self.hidden, mixtures)
        return raw, F.cross_entropy(logits.flatten(0, 1), self.y)

    def descend(self, net, mixtures):
        self.sgd[net].zero_grad()
        raw, loss = self.entropy(net, mixtures)
        (loss + SLOWNESS * (raw[1:] - raw[:-1]).square().mean()).backward()
        nn.utils.clip_grad_norm_(net.parameters(), 0.25)
        self.sgd[net].step()

    def centre(self):
        return self.alphas.detach().softmax(dim=1)

    def weight(self):
        self.descend(self.searched, self.centre())

    def retrain(self):
        self.descend(self.derived, None)

    def alpha(self):
        _, loss = self.entropy(self.searched, self.alphas.softmax(dim=1))
        # gradients of the alphas alone: what a careful user computes
        self.alphas.grad, = torch.autograd.grad(loss, [self.alphas])
        self.adam.step()

    def noisy(self, centre):
        return clip_rows(centre + torch.empty_like(centre).uniform_(-EPSILON, EPSILON))

    def rs(self):
        self.alpha()
        self.descend(self.searched, self.noisy(self.centre()))

    def adv(self):
        self.alpha()
        centre = self.centre()
        attacked = self.noisy(centre)
        self.searched.eval()
        with torch.no_grad():
            before = self.entropy(self.searched, centre)[1]
        for _ in range(ATTACK_STEPS):
            attacked.requires_grad_()
            gradient, = torch.autograd.grad(self.entropy(self.searched, attacked)[1], [attacked])
            with torch.no_grad():
                moved = attacked + 2 * EPSILON / ATTACK_STEPS * gradient.sign()
                attacked = clip_rows(centre + (moved - centre).clamp(-EPSILON, EPSILON))
        with torch.no_grad():
            if self.entropy(self.searched, attacked)[1] < before:
                attacked = centre
        self.searched.train()
        self.descend(self.searched, attacked)


def elapsed(step):
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def fastest(step):
    """One or two threads: small operations on a busy machine lose by waiting for each other."""
    times = {}
    for threads in (1, 2):
        torch.set_num_threads(threads)
        step()
        times[threads] = elapsed(step)
    return min(times, key=times.get)


def main():
    workload = json.loads(sys.argv[1])
    torch.manual_seed(0)
    steps = Steps(**workload)
    torch.set_num_threads(fastest(steps.weight))
    seconds, first = {}, {}
    for name in workload["steps"]:
        times = [elapsed(getattr(steps, name)) for _ in range(workload["repeats"] + 1)]
        first[name], seconds[name] = times[0], times[1:]
    count = sum(p.numel() for p in steps.searched.parameters())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"engine": f"PyTorch {torch.__version__}", "seconds": seconds, "first": first, "parameters": count, "peak": peak}))


main()
