namespace Modelyard.Frames;

/// <content>Grouping.</content>
public sealed partial class Frame
{
    /// <summary>Gathers the rows of equal keys; groups are sorted, and rows with a missing key belong to none.</summary>
    /// <param name="keys">The names of the key's columns, at least one.</param>
    /// <returns>The groups.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public GroupedFrame GroupBy(params IEnumerable<string> keys) => GroupBy(keys, new GroupOptions());

    /// <summary>Gathers the rows of equal keys.</summary>
    /// <param name="keys">The names of the key's columns, at least one.</param>
    /// <param name="options">The order of the groups, and what becomes of missing keys.</param>
    /// <returns>The groups.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public GroupedFrame GroupBy(IEnumerable<string> keys, GroupOptions options)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(options);
        string[] names = [.. keys];
        return names.Length == 0 ? throw new ArgumentException("There is no key and must be at least one.", nameof(keys)) : new GroupedFrame(this, names, options);
    }
}
