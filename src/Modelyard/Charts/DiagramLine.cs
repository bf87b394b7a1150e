namespace Modelyard.Charts;

/// <summary>Represents a line in a box of a <see cref="DiagramChart"/>.</summary>
/// <param name="Text">What stands on the left.</param>
/// <param name="Detail">What stands on the right, more quietly.</param>
/// <param name="IsStrong">Whether the text is bold.</param>
public sealed record DiagramLine(string Text, string Detail = "", bool IsStrong = false);
