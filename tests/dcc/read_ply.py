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


json.dump({
    "vertices": columns("x", "y", "z"),
    "colours": columns("red", "green", "blue"),
    "faces": [row.tolist() for row in ply["face"]["vertex_indices"]],
}, sys.stdout)
