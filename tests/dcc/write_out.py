"""Makes the tests' L in Blender, 1 m tall on the ground, and writes it: blender -b --python write_out.py -- IN.json
FOLDER. IN.json: positions in Blender's axes (z up, metres), colours (sRGB), triangles."""
import json
import sys

import bpy
import numpy

if "bool" not in numpy.__dict__:
    numpy.bool = bool  # the glTF writer of Blender 3.4 wants the name that numpy 1.24 dropped


def set_colours(domain):
    if mesh.color_attributes:
        mesh.color_attributes.remove(mesh.color_attributes[0])
    colours = mesh.color_attributes.new("Col", "BYTE_COLOR", domain)
    vertices = range(len(mesh.vertices)) if domain == "POINT" else [loop.vertex_index for loop in mesh.loops]
    for vertex, value in zip(vertices, colours.data):
        value.color_srgb = data["colours"][vertex]


source, folder = sys.argv[sys.argv.index("--") + 1:]
with open(source, encoding="utf-8") as file:
    data = json.load(file)

bpy.ops.wm.read_factory_settings(use_empty=True)
mesh = bpy.data.meshes.new("Angle")
mesh.from_pydata(data["positions"], [], data["triangles"])
item = bpy.data.objects.new("Angle", mesh)
bpy.context.collection.objects.link(item)
bpy.context.view_layer.objects.active = item
item.select_set(True)

# Collada carries colours of corners only; the glTF writer of Blender 3.4 mixes those up.
set_colours("CORNER")
bpy.ops.export_scene.fbx(filepath=folder + "/blender.fbx", colors_type="SRGB")
bpy.ops.wm.obj_export(filepath=folder + "/blender.obj", export_colors=True, export_materials=False)
bpy.ops.wm.collada_export(filepath=folder + "/blender.dae")
set_colours("POINT")
bpy.ops.export_scene.gltf(filepath=folder + "/blender.glb", export_colors=True)
