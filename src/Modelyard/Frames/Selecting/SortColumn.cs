namespace Modelyard.Frames;

/// <summary>Represents a column that rows are sorted by.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Descending">True to put the greatest first.</param>
/// <param name="MissingFirst">True to put missing cells first; otherwise they come last.</param>
public sealed record SortColumn(string Name, bool Descending = false, bool MissingFirst = false)
{
    /// <summary>Creates a key that sorts from the least to the greatest.</summary>
    /// <param name="name">The name of the column.</param>
    public static implicit operator SortColumn(string name) => FromString(name);

    /// <summary>Creates a key that sorts from the least to the greatest.</summary>
    /// <param name="name">The name of the column.</param>
    /// <returns>The key.</returns>
    public static SortColumn FromString(string name) => new(name);
}
