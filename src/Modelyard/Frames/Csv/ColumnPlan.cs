namespace Modelyard.Frames.Csv;

/// <summary>Represents how one column of a file is read.</summary>
/// <param name="Position">The number of the field in a row.</param>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind to read.</param>
/// <param name="IsForced">True if the kind is given; false if it is a guess that the cells may refute.</param>
internal sealed record ColumnPlan(int Position, string Name, ColumnKind Kind, bool IsForced)
{
    /// <summary>Creates the reader of the column's cells, for one thread.</summary>
    public CellReader CreateReader(MissingTokens tokens, bool keepQuotedTokens) => Kind switch
    {
        ColumnKind.Boolean => new BooleanReader(this, tokens),
        ColumnKind.Integer => new IntegerReader(this, tokens),
        ColumnKind.Double => new DoubleReader(this, tokens),
        ColumnKind.Timestamp => new TimestampReader(this, tokens),
        ColumnKind.Category => new CategoryReader(this, tokens, keepQuotedTokens),
        _ => new TextReader(this, tokens, keepQuotedTokens),
    };

    /// <summary>Creates the place where the cells of all chunks come together.</summary>
    public ColumnSink CreateSink(MissingTokens tokens) => Kind switch
    {
        ColumnKind.Boolean => new ValueSink<bool>(this, tokens, (validity, values, _) => new BooleanColumn(Name, validity, values)),
        ColumnKind.Integer => new ValueSink<long>(this, tokens, (validity, values, _) => new IntegerColumn(Name, validity, values)),
        ColumnKind.Double => new ValueSink<double>(this, tokens, (validity, values, _) => new DoubleColumn(Name, validity, values)),
        ColumnKind.Timestamp => new ValueSink<long>(this, tokens, (validity, ticks, evidence) =>
            new TimestampColumn(Name, validity, ticks, evidence.HasFlag(CellEvidence.ZonedTime)) { HadOffset = evidence.HasFlag(CellEvidence.Offset) }),
        ColumnKind.Category => new CategorySink(this, tokens),
        _ => new TextSink(this, tokens),
    };
}
