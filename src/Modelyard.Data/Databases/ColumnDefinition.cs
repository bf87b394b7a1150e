using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Represents a column of a table of a database.</summary>
/// <remarks>
/// It says what the column holds; a <see cref="SqlDialect"/> finds the type for it. Columns that refer to each other by a foreign key should be given the same range and
/// length, so that they get the same type.
/// </remarks>
/// <param name="Name">The name, as it is; a dialect quotes it.</param>
/// <param name="Kind">What its cells are as cells of a frame.</param>
public sealed record ColumnDefinition(string Name, ColumnKind Kind)
{
    /// <summary>Gets the type in the words of the database, which goes before all else; null if the dialect shall choose it. It is SQL text and not quoted.</summary>
    public string? SqlType { get; init; }

    /// <summary>Gets a value indicating whether cells may be missing. A column of the primary key may not, whatever this says.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>Gets the least of the integers; null if it is not known.</summary>
    public long? Minimum { get; init; }

    /// <summary>Gets the greatest of the integers; null if it is not known.</summary>
    public long? Maximum { get; init; }

    /// <summary>Gets the length of the longest text in characters (code points); null if it is not known.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Gets a value indicating whether timestamps are UTC rather than without a time zone.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Describes a column of a frame, with the range of its integers and the length of its texts.</summary>
    /// <param name="column">The column, as a whole: later rows could exceed what it says.</param>
    /// <returns>The definition.</returns>
    public static ColumnDefinition Of(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        ColumnDefinition definition = Unmeasured(column);
        switch (column)
        {
            case IntegerColumn integers:
                (long Minimum, long Maximum)? range = Range(integers);
                return definition with { Minimum = range?.Minimum, Maximum = range?.Maximum };
            case TextColumn texts:
                int longest = 0;
                for (int row = 0; row < texts.Length; row++)
                {
                    longest = Math.Max(longest, CountCharacters(texts.Utf8(row)));
                }

                return definition with { MaxLength = longest };
            case CategoryColumn categories:
                return definition with { MaxLength = categories.Levels.Select(level => level.EnumerateRunes().Count()).DefaultIfEmpty().Max() };
            default:
                return definition;
        }
    }

    /// <summary>Describes a column of which only some rows are known.</summary>
    internal static ColumnDefinition Unmeasured(Column column) => new(column.Name, column.Kind) { IsUtc = column is TimestampColumn { IsUtc: true } };

    private static (long Minimum, long Maximum)? Range(IntegerColumn column)
    {
        long minimum = long.MaxValue, maximum = long.MinValue;
        ReadOnlySpan<long> values = column.Values;
        for (int row = 0; row < values.Length; row++)
        {
            if (!column.IsMissing(row))
            {
                minimum = Math.Min(minimum, values[row]);
                maximum = Math.Max(maximum, values[row]);
            }
        }

        return minimum <= maximum ? (minimum, maximum) : null;
    }

    // Of the bytes of a character in UTF-8 all but the first are 10xxxxxx.
    private static int CountCharacters(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte unit in utf8)
        {
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }
}
