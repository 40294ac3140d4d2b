in vec3 lineColour;

out vec4 outColour;

void main()
{
    outColour = vec4(lineColour, 1.0);
}
