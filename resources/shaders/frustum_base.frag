// Its front is what its camera saw; from behind the photograph shines through, half as bright.
uniform sampler2D atlas;

in vec2 atlasPlace;
flat in float baseLight;

out vec4 outColour;

void main()
{
    vec3 colour = texture(atlas, atlasPlace).rgb;
    // What is dimmed is grey as well: dark pictures are told from those that are off.
    float grey = dot(colour, vec3(0.299, 0.587, 0.114));
    colour = baseLight * mix(vec3(grey), colour, baseLight);
    outColour = vec4(gl_FrontFacing ? colour : 0.5 * colour, 1.0);
}
