"""Weights from a formula that the C++ tests compute as well (tests/support/formula_weights.cpp)."""
import numpy
import torch


def uniform(name, count):
    """count numbers in [-1, 1) that follow from the name: Knuth's multiplicative hash, seeded by FNV-1a."""
    seed = 2166136261
    for byte in name.encode():
        seed = ((seed ^ byte) * 16777619) % 2**32
    index = numpy.arange(count, dtype=numpy.uint64)
    mixed = (index * 2654435761 + seed) % 2**32
    mixed = ((mixed ^ (mixed >> 15)) * 2246822519) % 2**32
    mixed = mixed ^ (mixed >> 13)
    return (mixed.astype(numpy.float64) / 2**31 - 1).astype(numpy.float32)


def fill(name, tensor):
    u = torch.from_numpy(uniform(name, tensor.numel())).view(tensor.shape)
    if name.endswith("running_var"):
        return 1 + 0.5 * u
    if name.endswith("running_mean") or name.endswith("bias"):
        return 0.1 * u
    if tensor.dim() == 1:
        return 1 + 0.1 * u
    return u * (6 / tensor[0].numel()) ** 0.5


def probes(tensor, count):
    """Every n-th value, with what the test needs to find them and to know how far they may be off."""
    flat = tensor.flatten()
    step = max(flat.numel() // count, 1)
    return {"step": step, "deviation": float(flat.std()), "values": [round(float(v), 6) for v in flat[::step]]}
