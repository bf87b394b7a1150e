namespace Modelyard.Frames.Csv;

/// <summary>Gathers the cells of a column that are values of one size.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
internal sealed class ValueSink<T>(ColumnPlan plan, MissingTokens tokens, Func<Validity, T[], CellEvidence, Column> build)
    : ColumnSink(plan, tokens)
    where T : unmanaged
{
    private T[] _values = [];

    public override ColumnKind Decide(int rows) => Plan.IsForced ? Plan.Kind : CellSyntax.Decide(Evidence);

    public override Column Build(int rows) => build(BuildValidity(rows), _values, Evidence);

    public override string Explain(Column column)
    {
        string kind = column.Kind switch
        {
            ColumnKind.Double when Evidence == CellEvidence.None => "no value",
            ColumnKind.Timestamp => ((TimestampColumn)column) switch
            {
                { HadOffset: true } => "time with offset, turned to UTC,",
                { IsUtc: true } => "time with zone, kept as UTC,",
                _ => "date or time",
            },
            _ => column.Kind.ToString().ToLowerInvariant(),
        };
        return FormattableString.Invariant($"{kind} in {column.Length - column.MissingCount:N0} rows, {column.MissingCount:N0} missing");
    }

    protected override void AppendCells(CellReader reader, int row, int rows, int expected)
    {
        Grow(ref _values, row, row + rows, expected);
        ((ValueReader<T>)reader).Values.AsSpan(0, rows).CopyTo(_values.AsSpan(row));
    }
}
