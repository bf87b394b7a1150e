using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Server.Protocol;

/// <summary>Reads the tables of one model: the cells of a category or a text stay the texts that they are, whatever else they look like.</summary>
internal sealed class CsvPlan
{
    private readonly CsvReadOptions _options;
    private readonly CsvReadOptions? _tokensAsLevels;
    private readonly HashSet<string> _tokenColumns;

    public CsvPlan(FeatureSchema inputs)
    {
        var tokens = CsvReadOptions.DefaultMissingTokens.ToHashSet(StringComparer.Ordinal);
        Dictionary<string, ColumnKind> kinds = inputs
            .Where(input => input.IsCategorical || input.Kind == FeatureKind.Text)
            .ToDictionary(input => input.Name, input => input.IsCategorical ? ColumnKind.Category : ColumnKind.Text, StringComparer.Ordinal);
        _options = new CsvReadOptions { AllowNoRows = true, DegreeOfParallelism = 1, MaxColumns = 20_000, Kinds = kinds };

        // A level may be what means a missing cell elsewhere, as 'None' or 'NA': in its own column, it is the level.
        string[] levels = [.. inputs.Where(input => input.IsCategorical).SelectMany(input => input.Levels).Where(tokens.Contains)];
        _tokenColumns = inputs.Where(input => input.IsCategorical && input.Levels.Any(tokens.Contains)).Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        _tokensAsLevels = levels.Length == 0 ? null : _options with { MissingTokens = [.. tokens.Except(levels, StringComparer.Ordinal)] };
    }

    /// <summary>Reads a body.</summary>
    /// <exception cref="FrameFormatException">It is not a table.</exception>
    public Frame Read(ReadOnlyMemory<byte> body)
    {
        const string Source = "the body";
        int length = Math.Max(1, body.Length);
        Frame frame = CsvReader.Read(body, _options with { MaxRowLength = length }, Source).Frame;
        if (_tokensAsLevels is null)
        {
            return frame;
        }

        Column[] own = [.. frame.Columns.Where(column => _tokenColumns.Contains(column.Name))];
        Frame levels = own.Length == 0 ? frame : CsvReader.Read(body, _tokensAsLevels with { MaxRowLength = length, Columns = [.. own.Select(column => column.Name)] }, Source).Frame;
        return own.Aggregate(frame, (table, column) => table.With(levels[column.Name]));
    }
}
