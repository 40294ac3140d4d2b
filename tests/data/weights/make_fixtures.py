"""Makes the files beside it: python3 make_fixtures.py (PyTorch 2.11 and safetensors; the expected values are closed forms,
checked in tests/core/weights/tst_weights.cpp)."""
import os
import pathlib
import zipfile
from collections import OrderedDict

import torch
from safetensors.torch import save_file
from torch import nn

folder = pathlib.Path(__file__).parent


def ramp(count, dtype=torch.float32):
    return torch.arange(count, dtype=torch.float32).to(dtype)


class Evil:
    """Runs a command when Python unpickles it."""

    def __reduce__(self):
        return os.system, ("touch bozzetto_was_here",)


shared = ramp(24) * 0.5
network = OrderedDict()
network["module.weight"] = nn.Parameter((ramp(6) * 0.5).reshape(2, 3))
network["module.transposed"] = ramp(6).reshape(2, 3).t()
network["module.slice"] = shared.reshape(4, 6)[1:3, 2:5]
network["module.tied"] = shared
network["module.scalar"] = torch.tensor(2.5)
network["module.empty"] = torch.zeros(0, 3)
for name, dtype in (("half", torch.float16), ("bfloat", torch.bfloat16), ("double", torch.float64),
                    ("long", torch.int64), ("int", torch.int32), ("short", torch.int16), ("char", torch.int8),
                    ("byte", torch.uint8)):
    network["module." + name] = ramp(5, dtype)
network["module.flags"] = torch.tensor([True, False, True])
network["module.complex"] = torch.complex(ramp(2), -ramp(2))

layer = nn.Linear(3, 2)
optimiser = torch.optim.Adam(layer.parameters(), lr=5e-5, betas=(0.9, 0.99))
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimiser, 5e-5, total_steps=100, pct_start=0.02)
layer(torch.ones(1, 3)).sum().backward()
optimiser.step()
checkpoint = {"step": 7, "model": network, "opt": optimiser.state_dict(), "scheduler": scheduler.state_dict(),
              "note": "a text", "rate": 0.25, "big": 2**70, "list": [torch.ones(1), (torch.zeros(2),)],
              "live": optimiser}
torch.save(checkpoint, folder / "nested.pt")
torch.save(checkpoint, folder / "stream.pt", _use_new_zipfile_serialization=False)
torch.save({"e4": torch.tensor([1.0, -2.5]).to(torch.float8_e4m3fn),
            "e5": torch.tensor([1.0, -2.5]).to(torch.float8_e5m2),
            "u16": torch.tensor([1, 65535], dtype=torch.uint16)}, folder / "untyped.pt")
torch.save({"x": ramp(3)}, folder / "protocol4.pt", pickle_protocol=4)
torch.save({"x": ramp(3), "evil": Evil()}, folder / "evil.pt")
torch.save(nn.Sequential(nn.Linear(2, 2)), folder / "module_object.pt")
script = nn.Sequential(OrderedDict(visual=nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))))
with torch.no_grad():
    script.visual[0].weight.copy_((ramp(6) * 0.5).reshape(2, 3))
    script.visual[0].bias.copy_(-ramp(2))
    script.visual[1].running_mean.copy_(3 * ramp(2))
torch.jit.save(torch.jit.script(script.half()), folder / "script.pt")

source = zipfile.ZipFile(folder / "protocol4.pt")
with zipfile.ZipFile(folder / "deflated.pt", "w", zipfile.ZIP_DEFLATED) as archive:
    for entry in source.namelist():
        archive.writestr(entry, source.read(entry))

save_file({"b": ramp(5, torch.bfloat16), "a": (ramp(6) * 0.5).reshape(2, 3), "h": ramp(3, torch.float16),
           "flags": torch.tensor([True, False]), "l": ramp(3, torch.int64), "s": torch.tensor(2.5),
           "e": torch.zeros(0, 3), "f8": torch.tensor([1.0, -2.5]).to(torch.float8_e4m3fn)},
          folder / "reference.safetensors", metadata={"kind": "test", "note": "two words"})
