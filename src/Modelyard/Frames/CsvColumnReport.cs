namespace Modelyard.Frames;

/// <summary>Represents what was understood of one column of a file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind that was chosen.</param>
/// <param name="Reason">Why, as a short text: 'integer in 7,032 rows, 11 missing'.</param>
/// <param name="Missing">The number of missing cells.</param>
/// <param name="MissingTokens">The texts that were taken for missing cells, and how often.</param>
public sealed record CsvColumnReport(
    string Name, ColumnKind Kind, string Reason, int Missing, IReadOnlyList<KeyValuePair<string, int>> MissingTokens)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Reason}";
}
