// Gives each fragment its distance in pixels from the three edges of its triangle.
layout(triangles) in;
layout(triangle_strip, max_vertices = 3) out;

uniform vec2 halfViewport;

in vec3 cornerPosition[];
in vec3 cornerNormal[];
in vec3 cornerColour[];
in vec3 cornerScene[];
in vec3 cornerSceneNormal[];
out vec3 surfacePosition;
out vec3 surfaceNormal;
out vec3 surfaceColour;
out vec3 scenePosition;
out vec3 sceneNormal;
noperspective out vec3 edgeDistance;
flat out float narrowest;

void main()
{
    vec2 p[3];
    bool behind = false;
    for (int i = 0; i < 3; ++i) {
        behind = behind || gl_in[i].gl_Position.w <= 0.0;
        p[i] = gl_in[i].gl_Position.xy / gl_in[i].gl_Position.w * halfViewport;
    }
    float area = abs((p[1].x - p[0].x) * (p[2].y - p[0].y) - (p[2].x - p[0].x) * (p[1].y - p[0].y));
    vec3 height = vec3(area / max(length(p[2] - p[1]), 1e-5), area / max(length(p[2] - p[0]), 1e-5),
                       area / max(length(p[1] - p[0]), 1e-5));
    // Distances mean nothing once a corner lies behind the eye: such a triangle has no lines.
    if (behind)
        height = vec3(1e5);
    for (int i = 0; i < 3; ++i) {
        surfacePosition = cornerPosition[i];
        surfaceNormal = cornerNormal[i];
        surfaceColour = cornerColour[i];
        scenePosition = cornerScene[i];
        sceneNormal = cornerSceneNormal[i];
        edgeDistance = behind ? height : vec3(0.0);
        edgeDistance[i] = height[i];
        narrowest = min(height.x, min(height.y, height.z));
        gl_Position = gl_in[i].gl_Position;
        EmitVertex();
    }
    EndPrimitive();
}
