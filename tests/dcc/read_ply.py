"""Prints a PLY file as an outside reader (plyfile) sees it, as JSON. Exit status 3: the reader is not there."""
import json
import sys

try:
    import numpy
    import plyfile
except ImportError:
    sys.exit(3)

ply = plyfile.PlyData.read(sys.argv[1])
vertex = ply["vertex"]


def columns(*names):
    return numpy.stack([vertex[name] for name in names], axis=1).tolist()


def columns_of(*names):
    return columns(*names) if all(name in vertex.data.dtype.names for name in names) else []


json.dump({
    "vertices": columns("x", "y", "z"),
    "normals": columns_of("nx", "ny", "nz"),
    "colours": columns_of("red", "green", "blue"),
    "confidence": columns_of("confidence"),
    "types": {prop.name: prop.val_dtype for prop in vertex.properties},
    "order": ply.byte_order,
    "faces": [row.tolist() for row in ply["face"]["vertex_indices"]] if "face" in ply else None,
}, sys.stdout)
