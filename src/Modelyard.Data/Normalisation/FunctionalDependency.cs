namespace Modelyard.Data.Normalisation;

/// <summary>Represents a dependency of a table: rows that agree in the columns on the left agree in the column on the right.</summary>
/// <remarks>A missing cell on the right is a value like any other. Where a cell on the left is missing, the one on the right must be, for the left side tells of nothing then.</remarks>
/// <param name="Left">The columns that determine.</param>
/// <param name="Right">The column that is determined.</param>
public sealed record FunctionalDependency(IReadOnlyList<string> Left, string Right)
{
    /// <summary>Gets the least number of rows that would have to go for the dependency to hold; 0 if it is exact.</summary>
    public int Violations { get; init; }

    /// <summary>Gets the share of such rows among all (g3).</summary>
    public double Error { get; init; }

    /// <summary>Gets the number of different left sides that occur more than once.</summary>
    public int LeftSides { get; init; }

    /// <summary>Gets the number of independent repetitions: how often a left side that was met is met again, rows that repeat one fact counted once.</summary>
    public int Repeats { get; init; }

    /// <summary>Gets the evidence in bits: minus the binary logarithm of an upper bound of the probability that the right column agrees so often by chance.</summary>
    public double Bits { get; init; }

    /// <summary>Gets a value indicating whether the dependency is believed.</summary>
    public bool IsAccepted => Reason.Length == 0;

    /// <summary>Gets why the dependency is not believed; empty if it is.</summary>
    public string Reason { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", Left)} -> {Right}";
}
