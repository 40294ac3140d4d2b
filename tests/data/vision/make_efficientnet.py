"""Writes efficientnet.json: what EfficientNet-Lite0 answers with weights from a formula that both sides compute.

Needs PyTorch and numpy: python3 make_efficientnet.py (from this folder). The network is written here with PyTorch's own
layers, batch normalisation unfolded, so that the C++ side is checked against another implementation.
"""
import json

import torch
from torch import nn
from torch.nn import functional

from formula import fill, uniform

STAGES = [(1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192),
          (1, 3, 1, 6, 320)]  # repeats, kernel, stride, expansion, width
ENDS = (0, 2, 4, 10, 15)


class Same(nn.Conv2d):
    def forward(self, x):
        pads = []
        for n in (x.shape[3], x.shape[2]):
            total = max((-(-n // self.stride[0]) - 1) * self.stride[0] + self.kernel_size[0] - n, 0)
            pads += [total // 2, total - total // 2]
        return super().forward(functional.pad(x, pads))


class Block(nn.Module):
    def __init__(self, kernel, stride, expansion, into, out):
        super().__init__()
        wide = into * expansion
        if expansion > 1:
            self._expand_conv, self._bn0 = nn.Conv2d(into, wide, 1, bias=False), nn.BatchNorm2d(wide, eps=1e-3)
        self._depthwise_conv = Same(wide, wide, kernel, stride, groups=wide, bias=False)
        self._bn1 = nn.BatchNorm2d(wide, eps=1e-3)
        self._project_conv, self._bn2 = nn.Conv2d(wide, out, 1, bias=False), nn.BatchNorm2d(out, eps=1e-3)
        self.skips = stride == 1 and into == out

    def forward(self, x):
        y = x
        if hasattr(self, "_expand_conv"):
            y = functional.relu6(self._bn0(self._expand_conv(y)))
        y = functional.relu6(self._bn1(self._depthwise_conv(y)))
        y = self._bn2(self._project_conv(y))
        return x + y if self.skips else y


class Lite0(nn.Module):
    def __init__(self):
        super().__init__()
        self._conv_stem, self._bn0 = Same(3, 32, 3, 2, bias=False), nn.BatchNorm2d(32, eps=1e-3)
        blocks, into = [], 32
        for repeats, kernel, stride, expansion, out in STAGES:
            for i in range(repeats):
                blocks.append(Block(kernel, stride if i == 0 else 1, expansion, into, out))
                into = out
        self._blocks = nn.ModuleList(blocks)
        self._conv_head, self._bn1 = nn.Conv2d(320, 1280, 1, bias=False), nn.BatchNorm2d(1280, eps=1e-3)
        self._fc = nn.Linear(1280, 1000)

    def forward(self, x):
        x = functional.relu6(self._bn0(self._conv_stem(x)))
        features = []
        for i, block in enumerate(self._blocks):
            x = block(x)
            if i in ENDS:
                features.append(x)
        return features, self._fc(functional.relu6(self._bn1(self._conv_head(x))).mean((2, 3)))


network = Lite0().eval()
state = {name: fill(name, tensor) for name, tensor in network.state_dict().items() if "num_batches" not in name}
network.load_state_dict(state, strict=False)
side = 72  # not a multiple of 32: odd sizes meet the padding
picture = torch.from_numpy(uniform("picture", 2 * 3 * side * side)).view(2, 3, side, side)
with torch.no_grad():
    features, scores = network(picture)
answer = {"side": side, "scores": [round(float(v), 6) for v in scores.flatten()[::97]], "features": []}
for feature in features:
    flat = feature.flatten()
    step = max(flat.numel() // 24, 1)
    answer["features"].append({"shape": list(feature.shape), "step": step, "mean": float(feature.mean()),
                               "deviation": float(feature.std()), "probes": [round(float(v), 6) for v in flat[::step]]})
with open("efficientnet.json", "w") as file:
    json.dump(answer, file)
    file.write("\n")
