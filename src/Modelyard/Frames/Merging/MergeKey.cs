namespace Modelyard.Frames;

/// <summary>Represents a key of a merge: a column of each table.</summary>
/// <param name="Left">The name of the left table's column, which the result's bears too.</param>
/// <param name="Right">The name of the right table's column.</param>
public sealed record MergeKey(string Left, string Right)
{
    /// <summary>Creates a key that has the same name in both tables.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator MergeKey(string name) => FromString(name);

    /// <summary>Creates a key that has the same name in both tables.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The key.</returns>
    public static MergeKey FromString(string name) => new(name, name);
}
