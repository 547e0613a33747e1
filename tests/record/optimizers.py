#!/usr/bin/env python3
"""Records what PyTorch's optimizers and learning-rate schedules do, for the tests to compare with.

Usage: optimizers.py > ../recorded/optimizers.hpp     (PyTorch 2.13)
"""
import struct
import sys
import warnings

import torch

SIZE, STEPS, KEPT = 16, 12, (1, 2, 7, 12)


def as_float(x):
    """x rounded to 32 bits, since the settings are floats."""
    return struct.unpack("f", struct.pack("f", x))[0]


def start():
    return [((7 * i) % 16 - 7.5) / 4 for i in range(SIZE)]


def gradient(step):
    """Values that floats hold exactly; element 0 stays 0, 1 is tiny, 2 large, 3 constant."""
    values = [((5 * i + 11 * step + i * step) % 64 - 31.5) / 16 for i in range(SIZE)]
    values[0], values[1], values[2], values[3] = 0.0, 2.0**-40, 1024.0 + 64 * step, 0.75
    return values


NAMES = {"learning_rate": "lr", "epsilon": "eps", "rate_decay": "lr_decay"}
OPTIMIZERS = {
    "SGD": [
        dict(learning_rate=0.1),
        dict(learning_rate=0.1, weight_decay=0.05),
        dict(learning_rate=0.1, momentum=0.9),
        dict(learning_rate=0.1, momentum=0.9, nesterov=True),
        dict(learning_rate=0.05, momentum=0.8, weight_decay=0.1, nesterov=True),
    ],
    "Adam": [
        dict(learning_rate=0.001),
        dict(learning_rate=0.1, beta1=0.8, beta2=0.95, epsilon=1e-3),
        dict(learning_rate=0.01, weight_decay=0.1),
    ],
    "AdamW": [
        dict(learning_rate=0.01, weight_decay=0.01),
        dict(learning_rate=0.1, beta1=0.8, beta2=0.95, epsilon=1e-3, weight_decay=0.5),
        dict(learning_rate=0.01, weight_decay=0.0),
    ],
    "Adagrad": [
        dict(learning_rate=0.1),
        dict(learning_rate=0.05, rate_decay=0.1, epsilon=1e-3, weight_decay=0.1),
    ],
    "Nadam": [
        dict(learning_rate=0.002),
        dict(learning_rate=0.05, beta1=0.8, beta2=0.95, epsilon=1e-3, weight_decay=0.1,
             momentum_decay=0.02),
    ],
    "RAdam": [
        dict(learning_rate=0.01),
        dict(learning_rate=0.05, beta1=0.8, beta2=0.95, epsilon=1e-3, weight_decay=0.1),
    ],
    "Lion": [
        dict(learning_rate=0.01),
        dict(learning_rate=0.02, beta1=0.8, beta2=0.95, weight_decay=0.1),
    ],
    "RMSprop": [
        dict(learning_rate=0.01),
        dict(learning_rate=0.01, momentum=0.9),
        dict(learning_rate=0.01, centered=True),
        dict(learning_rate=0.02, alpha=0.9, epsilon=1e-3, weight_decay=0.1),
        dict(learning_rate=0.02, alpha=0.9, momentum=0.5, weight_decay=0.1, centered=True),
    ],
}


class Lion(torch.optim.Optimizer):
    """By the paper's algorithm 2; PyTorch has none."""

    def __init__(self, parameters, lr, betas, weight_decay=0.0):
        super().__init__(parameters, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                mean = self.state[p].setdefault("mean", torch.zeros_like(p))
                direction = torch.sign(beta1 * mean + (1 - beta1) * p.grad)
                p -= group["lr"] * (direction + group["weight_decay"] * p)
                mean.mul_(beta2).add_((1 - beta2) * p.grad)


CLASSES = {"Nadam": torch.optim.NAdam, "Lion": Lion}
BETA2 = {"Lion": 0.99}


def trajectory(name, settings):
    p = torch.tensor(start(), dtype=torch.float64, requires_grad=True)
    options = {k: v if isinstance(v, bool) else as_float(v) for k, v in settings.items()}
    if "beta1" in options:
        options["betas"] = (options.pop("beta1"), options.pop("beta2"))
    elif name not in ("SGD", "RMSprop", "Adagrad"):
        options["betas"] = (as_float(0.9), as_float(BETA2.get(name, 0.999)))
    if name == "RMSprop":
        options.setdefault("alpha", as_float(0.99))
    if name == "Nadam":
        options.setdefault("momentum_decay", as_float(4e-3))
    if name == "Adagrad":
        options.setdefault("epsilon", as_float(1e-10))
    elif name not in ("SGD", "Lion"):
        options.setdefault("epsilon", as_float(1e-8))
    options = {NAMES.get(k, k): v for k, v in options.items()}
    optimizer = (CLASSES.get(name) or getattr(torch.optim, name))([p], **options)
    rows = []
    for step in range(1, STEPS + 1):
        if step == 6:  # from here on with half the rate
            optimizer.param_groups[0]["lr"] /= 2
        p.grad = torch.tensor(gradient(step), dtype=torch.float64)
        optimizer.step()
        if step in KEPT:
            rows.append(p.tolist())
    return rows


def cpp(value):
    return str(value).lower() if isinstance(value, bool) else f"{value!r}f"


def numbers(values):
    return "{" + ", ".join(repr(float(v)) for v in values) + "}"


def rates(make, steps):
    """The learning rate of each step, as a factor, if `make(optimizer)` is stepped each time."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = make(optimizer)
    values = []
    for step in range(steps):
        if step:
            optimizer.step()
            scheduler.step()
        values.append(optimizer.param_groups[0]["lr"])
    return values


def schedules():
    """Expression, steps, steps an epoch, factors."""
    lr = torch.optim.lr_scheduler

    def epochwise(make, steps, per_epoch):
        values = rates(make, (steps - 1) // per_epoch + 1)
        return [values[step // per_epoch] for step in range(steps)]

    def warm(start, warmup, make):
        return lambda o: lr.SequentialLR(
            o, [lr.LinearLR(o, start_factor=start, total_iters=warmup), make(o)], [warmup])

    def one_cycle(steps, **options):
        return rates(lambda o: lr.OneCycleLR(o, 1.0, total_steps=steps, cycle_momentum=False,
                                             **options), steps)

    yield "ConstantSchedule{}", 8, 4, [1.0] * 8
    yield ("StepDecay{.every_epochs = 3, .gamma = 0.3}", 30, 3,
           epochwise(lambda o: lr.StepLR(o, 3, 0.3), 30, 3))
    yield ("ExponentialDecay{.gamma = 0.85}", 25, 4,
           epochwise(lambda o: lr.ExponentialLR(o, 0.85), 25, 4))
    yield "CosineDecay{}", 20, 5, rates(lambda o: lr.CosineAnnealingLR(o, 20), 20)
    yield ("CosineDecay{.minimum = 0.1}", 21, 7,
           rates(lambda o: lr.CosineAnnealingLR(o, 21, eta_min=0.1), 21))
    yield ("PolynomialDecay{}", 20, 5,
           rates(lambda o: lr.PolynomialLR(o, total_iters=20, power=1), 20))
    yield ("PolynomialDecay{.power = 2.5}", 21, 7,
           rates(lambda o: lr.PolynomialLR(o, total_iters=21, power=2.5), 21))
    yield ("WarmRestarts{.epochs = 2}", 30, 3,
           rates(lambda o: lr.CosineAnnealingWarmRestarts(o, 6, 2), 30))
    yield ("WarmRestarts{.epochs = 1, .longer = 1, .minimum = 0.1}", 22, 7,
           rates(lambda o: lr.CosineAnnealingWarmRestarts(o, 7, 1, eta_min=0.1), 22))
    yield "OneCycle{}", 40, 10, one_cycle(40)
    yield "OneCycle{}", 7, 7, one_cycle(7)
    yield "OneCycle{}", 2, 1, one_cycle(2)
    yield "OneCycle{.pct_start = 0.0}", 9, 3, one_cycle(9, pct_start=0.0)
    yield "OneCycle{.pct_start = 1.0}", 9, 3, one_cycle(9, pct_start=1.0)
    yield ("OneCycle{.pct_start = 0.45, .div_factor = 10, .final_div_factor = 100}", 33, 11,
           one_cycle(33, pct_start=0.45, div_factor=10, final_div_factor=100))
    yield ("Schedule(CosineDecay{}, 1.5, 0.25)", 24, 4,
           rates(warm(0.25, 6, lambda o: lr.CosineAnnealingLR(o, 18)), 24))
    yield ("Schedule(ConstantSchedule{}, 2)", 12, 4,
           rates(lambda o: lr.LinearLR(o, start_factor=0.01, total_iters=8), 12))


def losses(count):
    """Falls, stays where it is for a while, rises and falls by little, and once isn't a number."""
    values, loss = [], 2.0
    for epoch in range(count):
        loss *= (0.9, 1.0, 1.02, 0.99999, 0.995, 1.0, 1.0)[(epoch // 4) % 7]
        values.append(float("nan") if epoch == 9 else loss)
    return values


def plateaus():
    """Expression, factors of the epochs."""
    for text, options in (
            ("{}", dict(factor=0.1, patience=10)),
            ("{.gamma = 0.5, .patience = 2}", dict(factor=0.5, patience=2)),
            ("{.gamma = 0.5, .patience = 1, .cooldown = 3}", dict(factor=0.5, patience=1, cooldown=3)),
            ("{.gamma = 0.3, .patience = 0, .threshold = 0, .minimum = 0.02}",
             dict(factor=0.3, patience=0, threshold=0, min_lr=0.02)),
            ("{.gamma = 0.7, .patience = 2, .threshold = 0.004, .absolute = true}",
             dict(factor=0.7, patience=2, threshold=0.004, threshold_mode="abs"))):
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
        scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, eps=0, **options)
        factors = []
        for loss in losses(60):
            factors.append(optimizer.param_groups[0]["lr"])
            scheduler.step(loss)
        yield "ReduceOnPlateau" + text, factors


def clips():
    for norm, limit in ((0.0, 1.0), (0.5, 1.0), (1.0, 1.0), (3.0, 1.0), (250.0, 0.5), (5.0, 5.0)):
        p = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        p.grad = torch.tensor([0.6 * norm, 0.8 * norm], dtype=torch.float64)
        before = p.grad.clone()
        torch.nn.utils.clip_grad_norm_([p], limit)
        yield norm, limit, (p.grad[0] / before[0]).item() if norm else 1.0


def main():
    warnings.simplefilter("ignore")
    torch.set_default_dtype(torch.float64)  # NAdam keeps a product of momenta in it
    out = sys.stdout.write
    out(f"""#pragma once

// Recorded with PyTorch {torch.__version__.split("a")[0]} by tests/record/optimizers.py; don't edit.
// clang-format off

#include <array>
#include <limits>
#include <vector>

#include <angka/optimizers/adagrad.hpp>
#include <angka/optimizers/adam.hpp>
#include <angka/optimizers/adamw.hpp>
#include <angka/optimizers/lion.hpp>
#include <angka/optimizers/nadam.hpp>
#include <angka/optimizers/radam.hpp>
#include <angka/optimizers/rmsprop.hpp>
#include <angka/optimizers/schedule.hpp>
#include <angka/optimizers/sgd.hpp>

namespace recorded {{

using namespace angka;

using Row = std::array<double, {SIZE}>;

inline const Row start = {numbers(start())};

/// The gradient of each of {STEPS} steps. From step 6 on, the learning rate is half the optimizer's.
inline const std::array<Row, {STEPS}> gradients = {{{{
""")
    for step in range(1, STEPS + 1):
        out(f"    {{{numbers(gradient(step))}}},\n")
    out(f"""}}}};

/// The steps after which parameters were recorded.
inline constexpr std::array kept = {{{", ".join(map(str, KEPT))}}};

template <class Optimizer>
struct Trajectory {{
  Optimizer optimizer{{}};
  std::array<Row, kept.size()> parameters{{}};
}};

template <class Optimizer>
inline const std::vector<Trajectory<Optimizer>> trajectories;

""")
    for name, cases in OPTIMIZERS.items():
        out(f"template <>\ninline const std::vector<Trajectory<{name}>> trajectories<{name}> = {{\n")
        for settings in cases:
            text = ", ".join(f".{k} = {cpp(settings[k])}" for k in ORDER if k in settings)
            out(f"    {{{name}{{{text}}}, {{{{\n")
            for row in trajectory(name, settings):
                out(f"        {{{numbers(row)}}},\n")
            out("    }}},\n")
        out("};\n\n")
    out("""struct Rates {
  const char* text = "";
  Schedule schedule{};
  int steps = 0, steps_per_epoch = 0;
  std::vector<double> factors{};
};

inline const std::vector<Rates> rates = {
""")
    for text, steps, per_epoch, factors in schedules():
        out(f'    {{"{text}", {text}, {steps}, {per_epoch},\n     {numbers(factors)}}},\n')
    out(f"""}};

/// Validation losses of epochs.
inline const std::vector<double> losses =
    {numbers(losses(60)).replace("nan", "std::numeric_limits<double>::quiet_NaN()")};

struct Plateau {{
  ReduceOnPlateau schedule{{}};
  std::vector<double> factors{{}};
}};

inline const std::vector<Plateau> plateaus = {{
""")
    for text, factors in plateaus():
        out(f'    {{{text},\n     {numbers(factors)}}},\n')
    out("""};

struct Clip {
  double norm = 0, max_norm = 0, factor = 0;
};

inline const std::vector<Clip> clips = {
""")
    for values in clips():
        out(f"    {numbers(values)},\n")
    out("};\n\n}  // namespace recorded\n")


ORDER = ("learning_rate", "rate_decay", "beta1", "beta2", "alpha", "epsilon", "momentum",
         "weight_decay", "nesterov", "centered", "momentum_decay")

main()
