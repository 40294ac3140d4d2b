"""Writes inception.json: what torchvision's and pytorch-fid's Inception v3 answer with weights from a formula.

Needs torch, torchvision and pytorch-fid: python3 make_inception.py (from this folder).
"""
import json

import torch
from pytorch_fid import inception as fid
from torch.nn import functional
from torchvision.models import inception_v3

from formula import fill, probes, uniform

SIDE = 40


def fid_network():
    network = inception_v3(num_classes=1008, aux_logits=False, weights=None, init_weights=False)
    for name, block in {"Mixed_5b": fid.FIDInceptionA(192, 32), "Mixed_5c": fid.FIDInceptionA(256, 64),
                        "Mixed_5d": fid.FIDInceptionA(288, 64), "Mixed_6b": fid.FIDInceptionC(768, 128),
                        "Mixed_6c": fid.FIDInceptionC(768, 160), "Mixed_6d": fid.FIDInceptionC(768, 160),
                        "Mixed_6e": fid.FIDInceptionC(768, 192), "Mixed_7b": fid.FIDInceptionE_1(1280),
                        "Mixed_7c": fid.FIDInceptionE_2(2048)}.items():
        setattr(network, name, block)
    return network


def answer(network):
    network.eval()
    state = {name: fill(name, tensor) for name, tensor in network.state_dict().items() if "num_batches" not in name}
    network.load_state_dict(state, strict=False)
    pooled = []
    network.avgpool.register_forward_hook(lambda module, inputs, output: pooled.append(output.flatten(1)))
    picture = (torch.from_numpy(uniform("picture", 2 * 3 * SIDE * SIDE)).view(2, 3, SIDE, SIDE) + 1) / 2
    large = functional.interpolate(picture, size=(299, 299), mode="bilinear", align_corners=False) * 2 - 1
    with torch.no_grad():
        scores = network(large)
    shapes = {name: list(tensor.shape) for name, tensor in state.items() if name.endswith("conv.weight")}
    return {"classes": scores.shape[1], "features": probes(pooled[0], 48), "probabilities": probes(scores.softmax(1), 24)}, shapes


torchvision, shapes = answer(inception_v3(aux_logits=False, weights=None, init_weights=False))
published, _ = answer(fid_network())
with open("inception.json", "w") as file:
    json.dump({"side": SIDE, "convolutions": shapes, "answers": [torchvision, published]}, file)
    file.write("\n")
