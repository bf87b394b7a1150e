namespace Modelyard.Numerics;

/// <summary>Represents one joining of two groups.</summary>
/// <param name="Left">The least item of the group that stands first; it names the joined group from now on.</param>
/// <param name="Right">The least item of the other.</param>
/// <param name="Distance">How far apart the two are.</param>
internal readonly record struct LinkageStep(int Left, int Right, double Distance);
