using System.Globalization;

namespace Modelyard.Frames;

/// <summary>Represents a column of double-precision numbers. NaN and missing are one and the same.</summary>
public sealed class DoubleColumn : Column
{
    private readonly double[] _values;

    /// <summary>Initializes a column that takes over an array of numbers.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="values">The numbers, one a row; NaN where missing.</param>
    public DoubleColumn(string name, double[] values)
        : base(name, Validity.OfNumbers(values ?? throw new ArgumentNullException(nameof(values)))) => _values = values;

    /// <summary>Initializes a column over an array that may be longer than the column; it holds NaN exactly where the validity says missing.</summary>
    internal DoubleColumn(string name, Validity validity, double[] values)
        : base(name, validity) => _values = values;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Double;

    /// <summary>Gets the numbers, one a row; NaN where missing.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, Length);

    /// <summary>Gets the array behind the numbers, which may be longer.</summary>
    internal double[] ValueArray => _values;

    /// <summary>Gets one number, NaN if it is missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public double this[int row] => Values[row];

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows) => new DoubleColumn(Name, Validity.Take(rows), Gather(Values, rows));

    /// <inheritdoc/>
    public override Column Rename(string name) => new DoubleColumn(name, Validity, _values);

    private protected override Column TakeWithGaps(ReadOnlySpan<int> rows) => new DoubleColumn(Name, Validity.TakeWithGaps(rows), Gather(Values, rows, double.NaN));

    private protected override string FormatPresent(int row) => _values[row] switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double value => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private protected override void CopyNumbers(Span<double> destination) => Values.CopyTo(destination);

    internal override void CopySortKeys(Span<ulong> keys)
    {
        ReadOnlySpan<double> values = Values;
        for (int row = 0; row < values.Length; row++)
        {
            // Adding zero makes -0 equal to 0; flipping the sign bit, or all bits of a negative, makes bits sort as numbers.
            ulong bits = BitConverter.DoubleToUInt64Bits(values[row] + 0.0);
            keys[row] = (bits >> 63) != 0 ? ~bits : bits | (1UL << 63);
        }
    }
}
