namespace Modelyard.Charts.Drawing;

internal enum TextAnchor
{
    Start,
    Middle,
    End,
}
