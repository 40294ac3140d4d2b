// Gradient, floor, object and cameras in one pass. All colours are sRGB-encoded; all but the gradient's premultiplied.
#include "common.glsl"
#include "floor.glsl"

uniform mat4 clipFromWorld;
uniform vec3 backgroundTop;
uniform vec3 backgroundBottom;
uniform bool transparent;
uniform sampler2D colour0;
uniform sampler2D depth0;
uniform sampler2D colour1;
uniform sampler2D depth1;
uniform sampler2D camerasColour;
uniform sampler2D camerasDepth;
uniform vec2 topDown;
uniform float share;

in vec2 uv;
in vec3 rayOrigin;
in vec3 ray;

out vec4 outColour;

vec4 over(vec4 front, vec4 back)
{
    return front + (1.0 - front.a) * back;
}

void main()
{
    vec4 background = transparent ? vec4(0.0) : vec4(mix(backgroundBottom, backgroundTop, uv.y), 1.0);
    vec4 object = texture(colour0, vec2(uv.x, mix(uv.y, 1.0 - uv.y, topDown.x)));
    float objectDepth = texture(depth0, uv).r;
    if (share > 0.0) {
        object = mix(object, texture(colour1, vec2(uv.x, mix(uv.y, 1.0 - uv.y, topDown.y))), share);
        objectDepth = share < 0.5 ? objectDepth : texture(depth1, uv).r;
    }

    // The target's depth stays the object's: what is picked is not the cameras.
    vec4 cameras = texture(camerasColour, uv);
    float camerasAt = texture(camerasDepth, uv).r;
    vec4 solid = camerasAt < objectDepth ? over(cameras, object) : over(object, cameras);
    float solidDepth = min(objectDepth, camerasAt);

    float floorAt;
    vec4 ground = floorColour(rayOrigin, ray, floorAt);
    vec4 floorClip = clipFromWorld * vec4(rayOrigin + ray * floorAt, 1.0);
    float floorDepth = ground.a > 0.0 ? 0.5 * floorClip.z / floorClip.w + 0.5 : 1.0;

    outColour = floorDepth < solidDepth ? over(over(ground, solid), background)
                                        : over(over(solid, ground), background);
    // Half a grey level of noise: no steps in the gradient.
    if (!transparent)
        outColour.rgb += (1.0 - solid.a) * (hash12(gl_FragCoord.xy) - 0.5) / 255.0;
    gl_FragDepth = objectDepth;
}
