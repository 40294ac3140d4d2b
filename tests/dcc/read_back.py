"""Reads files into Blender and prints what it sees: blender -b --python read_back.py -- OUT.json FILE..."""
import json
import sys

import bpy
import numpy

if "bool" not in numpy.__dict__:
    numpy.bool = bool  # the glTF reader of Blender 3.4 wants the name that numpy 1.24 dropped


def import_file(path):
    extension = path.rsplit(".", 1)[1].lower()
    importers = {
        "glb": lambda: bpy.ops.import_scene.gltf(filepath=path),
        "gltf": lambda: bpy.ops.import_scene.gltf(filepath=path),
        "obj": lambda: bpy.ops.wm.obj_import(filepath=path),
        "fbx": lambda: bpy.ops.import_scene.fbx(filepath=path),
        "ply": lambda: bpy.ops.import_mesh.ply(filepath=path),
        "stl": lambda: bpy.ops.import_mesh.stl(filepath=path),
        "dae": lambda: bpy.ops.wm.collada_import(filepath=path),
    }
    importers[extension]()


def colours_of(mesh):
    """By vertex, sRGB-encoded."""
    if not mesh.color_attributes:
        return []
    attribute = mesh.color_attributes[0]
    if attribute.domain == "POINT":
        return [list(value.color_srgb) for value in attribute.data]
    colours = [None] * len(mesh.vertices)
    for loop, value in zip(mesh.loops, attribute.data):
        colours[loop.vertex_index] = list(value.color_srgb)
    return colours


def shows_colours(mesh):
    """Whether a material reads the vertex colours, so that they are seen without a further step."""
    nodes = [node for material in mesh.materials if material and material.use_nodes
             for node in material.node_tree.nodes]
    return any(node.type == "VERTEX_COLOR" for node in nodes)


def textures_of(mesh):
    return [list(node.image.size) for material in mesh.materials if material and material.use_nodes
            for node in material.node_tree.nodes if node.type == "TEX_IMAGE" and node.image]


def principled(mesh):
    for material in mesh.materials:
        if material and material.use_nodes:
            for node in material.node_tree.nodes:
                if node.type == "BSDF_PRINCIPLED":
                    return [node.inputs["Roughness"].default_value, node.inputs["Metallic"].default_value]
    return []


def describe(path):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    import_file(path)
    bpy.context.view_layer.update()
    objects = []
    for item in bpy.data.objects:
        if item.type != "MESH":
            continue
        mesh = item.data
        mesh.calc_loop_triangles()
        objects.append({
            "name": item.name,
            "positions": [list(item.matrix_world @ vertex.co) for vertex in mesh.vertices],
            "colours": colours_of(mesh),
            "triangles": len(mesh.loop_triangles),
            "dimensions": list(item.dimensions),
            "showsColours": shows_colours(mesh),
            "textures": textures_of(mesh),
            "roughnessMetallic": principled(mesh),
            "uvs": [list(value.uv) for value in mesh.uv_layers[0].data] if mesh.uv_layers else [],
        })
    return objects


arguments = sys.argv[sys.argv.index("--") + 1:]
result = {}
for name in arguments[1:]:
    try:
        result[name] = describe(name)
    except Exception as error:
        result[name] = {"error": str(error)}
with open(arguments[0], "w", encoding="utf-8") as out:
    json.dump(result, out)
