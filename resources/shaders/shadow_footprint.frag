// What the object does to the floor below it. Red: where it touches or nearly; green: everywhere, less the higher.
uniform sampler2D colours;
uniform sampler2D depths;
uniform float heightPerDepth;
uniform float heightAtZero;

in vec2 uv;

out vec4 outColour;

void main()
{
    float alpha = texture(colours, uv).a;
    float height = max(heightAtZero + heightPerDepth * texture(depths, uv).r, 0.0);
    outColour = vec4(alpha * exp(-height / 0.022), alpha * exp(-height / 0.22), 0.0, 1.0);
}
