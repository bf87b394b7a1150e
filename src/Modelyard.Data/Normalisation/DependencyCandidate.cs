namespace Modelyard.Data.Normalisation;

/// <summary>Represents a dependency that holds in the rows, before it is judged.</summary>
/// <param name="Left">The positions of the columns that determine, in order.</param>
/// <param name="Right">The position of the column that is determined.</param>
/// <param name="Violations">The rows that break it.</param>
/// <param name="Classes">The left sides that occur more than once.</param>
/// <param name="Repeats">How often a left side that was met is met again.</param>
/// <param name="Distinct">The number of different left sides.</param>
internal sealed record DependencyCandidate(int[] Left, int Right, int Violations, int Classes, int Repeats, int Distinct);
