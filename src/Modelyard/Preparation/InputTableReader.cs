using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Reads the tables that a model is given, cell for cell as in its training.</summary>
/// <remarks>
/// The cells of a category or a text stay the texts that they are, whatever else they look like. A level may be what means a missing cell elsewhere, as 'None' or 'NA': in its own
/// column, it is the level. Immutable, safe for any number of threads.
/// </remarks>
public sealed class InputTableReader
{
    private readonly CsvReadOptions _options;
    private readonly CsvReadOptions? _tokensAsLevels;
    private readonly HashSet<string> _tokenColumns;

    /// <summary>Initializes a reader.</summary>
    /// <param name="inputs">The inputs of the model.</param>
    /// <param name="missingTokens">The texts that stand for a missing cell, as the package of the model tells; null for <see cref="CsvReadOptions.DefaultMissingTokens"/>.</param>
    /// <param name="options">How tables are read besides, and what other columns are; the defaults if null.</param>
    public InputTableReader(FeatureSchema inputs, IReadOnlyList<string>? missingTokens = null, CsvReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        missingTokens ??= CsvReadOptions.DefaultMissingTokens;
        var tokens = missingTokens.ToHashSet(StringComparer.Ordinal);
        Dictionary<string, ColumnKind> kinds = inputs
            .Where(input => input.IsCategorical || input.Kind == FeatureKind.Text)
            .ToDictionary(input => input.Name, input => input.IsCategorical ? ColumnKind.Category : ColumnKind.Text, StringComparer.Ordinal);
        options ??= new CsvReadOptions();
        foreach ((string name, ColumnKind kind) in options.Kinds.Where(given => !kinds.ContainsKey(given.Key)))
        {
            kinds.Add(name, kind);
        }

        _options = options with { Kinds = kinds, MissingTokens = missingTokens };

        string[] levels = [.. inputs.Where(input => input.IsCategorical).SelectMany(input => input.Levels).Where(tokens.Contains)];
        _tokenColumns = inputs.Where(input => input.IsCategorical && input.Levels.Any(tokens.Contains)).Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        _tokensAsLevels = levels.Length == 0 ? null : _options with { MissingTokens = [.. tokens.Except(levels, StringComparer.Ordinal)] };
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>The table, with all of its columns.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is not a table; the message says where and why.</exception>
    public Frame Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using ByteSource source = ByteSource.Open(path);
        return Read(source, _options.MaxRowLength);
    }

    /// <summary>Reads a file, and how its times are written there: an offset from UTC, or a month, is not in the time that is read.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="times">Receives the columns of times as the texts that their cells are.</param>
    /// <returns>The table, with all of its columns.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is not a table; the message says where and why.</exception>
    public Frame Read(string path, out IReadOnlyList<Column> times)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using ByteSource source = ByteSource.Open(path);
        Frame frame = Read(source, _options.MaxRowLength);
        string[] own = [.. frame.Columns.Where(column => column.Kind == ColumnKind.Timestamp).Select(column => column.Name)];
        times = own.Length == 0 ? [] : CsvReader.Read(source, _options with { Columns = own, Kinds = own.ToDictionary(name => name, _ => ColumnKind.Text, StringComparer.Ordinal) }).Frame.Columns;
        return frame;
    }

    /// <summary>Reads bytes in memory.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="name">What errors call the text.</param>
    /// <returns>The table, with all of its columns.</returns>
    /// <exception cref="FrameFormatException">The bytes are not a table; the message says where and why.</exception>
    public Frame Read(ReadOnlyMemory<byte> utf8, string name = "the text")
    {
        using ByteSource source = ByteSource.Of(utf8, name);
        return Read(source, Math.Clamp(utf8.Length, 1, _options.MaxRowLength));
    }

    private Frame Read(ByteSource source, int maxRowLength)
    {
        Frame frame = CsvReader.Read(source, _options with { MaxRowLength = maxRowLength }).Frame;
        string[] own = _tokensAsLevels is null ? [] : [.. frame.Columns.Select(column => column.Name).Where(_tokenColumns.Contains)];
        if (own.Length == 0)
        {
            return frame;
        }

        Frame levels = CsvReader.Read(source, _tokensAsLevels! with { MaxRowLength = maxRowLength, Columns = own }).Frame;
        return own.Aggregate(frame, (table, column) => table.With(levels[column]));
    }
}
