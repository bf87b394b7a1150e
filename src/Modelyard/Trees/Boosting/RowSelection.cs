namespace Modelyard.Trees.Boosting;

/// <summary>Picks the values of chosen rows.</summary>
internal static class RowSelection
{
    internal static T[] Of<T>(T[] values, int[]? rows) => rows is null ? values : Array.ConvertAll(rows, row => values[row]);
}
