namespace Modelyard.Charts.Drawing;

/// <summary>Represents how a text is set; a size of 0 is the theme's.</summary>
internal readonly record struct TextStyle(
    string Fill,
    TextAnchor Anchor = TextAnchor.Start,
    double Size = 0,
    bool Bold = false,
    bool Halo = false,
    double MaximumWidth = double.PositiveInfinity,
    int Rotation = 0);
