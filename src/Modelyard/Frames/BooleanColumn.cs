namespace Modelyard.Frames;

/// <summary>Represents a column of booleans.</summary>
public sealed class BooleanColumn : Column
{
    private readonly bool[] _values;

    /// <summary>Initializes a column that takes over an array of values.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="values">The values, one a row; what stands in a missing row is of no account.</param>
    /// <param name="validity">Which cells are present; all of them if null.</param>
    public BooleanColumn(string name, bool[] values, Validity? validity = null)
        : base(name, Check(validity, values?.Length ?? throw new ArgumentNullException(nameof(values)))) => _values = values;

    /// <summary>Initializes a column over an array that may be longer than the column.</summary>
    internal BooleanColumn(string name, Validity validity, bool[] values)
        : base(name, validity) => _values = values;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Boolean;

    /// <summary>Gets the values, one a row; what stands in a missing row is of no account.</summary>
    public ReadOnlySpan<bool> Values => _values.AsSpan(0, Length);

    /// <summary>Gets the array behind the values, which may be longer.</summary>
    internal bool[] ValueArray => _values;

    /// <summary>Gets one value, or null if it is missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public bool? this[int row] => IsMissing(row) ? null : _values[row];

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows) => new BooleanColumn(Name, Validity.Take(rows), Gather(Values, rows));

    /// <inheritdoc/>
    public override Column Rename(string name) => new BooleanColumn(name, Validity, _values);

    private protected override Column TakeWithGaps(ReadOnlySpan<int> rows) => new BooleanColumn(Name, Validity.TakeWithGaps(rows), Gather(Values, rows, false));

    private protected override string FormatPresent(int row) => _values[row] ? "true" : "false";

    private protected override void CopyNumbers(Span<double> destination)
    {
        ReadOnlySpan<bool> values = Values;
        for (int row = 0; row < values.Length; row++)
        {
            destination[row] = values[row] ? 1 : 0;
        }
    }

    internal override void CopySortKeys(Span<ulong> keys)
    {
        ReadOnlySpan<bool> values = Values;
        for (int row = 0; row < values.Length; row++)
        {
            keys[row] = values[row] ? 1UL : 0;
        }
    }
}
