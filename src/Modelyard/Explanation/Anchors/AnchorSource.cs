namespace Modelyard.Explanation.Anchors;

/// <summary>Represents the rows of a background for which all conditions on one column hold.</summary>
/// <param name="Column">The column.</param>
/// <param name="Rows">The rows, ascending.</param>
/// <param name="Holds">For each row of the background, whether it is one of them.</param>
internal sealed record AnchorSource(int Column, int[] Rows, bool[] Holds)
{
    /// <summary>Makes a source of a condition.</summary>
    internal static AnchorSource Of(int column, int count, Predicate<int> holds)
    {
        bool[] held = [.. Enumerable.Range(0, count).Select(row => holds(row))];
        return new AnchorSource(column, [.. Enumerable.Range(0, count).Where(row => held[row])], held);
    }

    /// <summary>Makes the source for which another condition on the column holds too.</summary>
    internal AnchorSource And(AnchorSource other) => Of(Column, Holds.Length, row => Holds[row] && other.Holds[row]);
}
