// Its front is what its camera saw; from behind the photograph shines through, half as bright.
uniform sampler2D atlas;

in vec2 atlasPlace;

out vec4 outColour;

void main()
{
    vec3 colour = texture(atlas, atlasPlace).rgb;
    outColour = vec4(gl_FrontFacing ? colour : 0.5 * colour, 1.0);
}
