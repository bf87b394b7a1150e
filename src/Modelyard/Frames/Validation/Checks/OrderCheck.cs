using System.Text;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Finds cells that do not follow the present one before them as they must.</summary>
/// <param name="tally">Counts the failures.</param>
/// <param name="column">The name of the column.</param>
/// <param name="order">The order.</param>
internal sealed class OrderCheck(Tally tally, string column, Monotonicity order) : ITableCheck
{
    private readonly bool _isStrict = order is Monotonicity.StrictlyIncreasing or Monotonicity.StrictlyDecreasing;
    private readonly int _direction = order is Monotonicity.Increasing or Monotonicity.StrictlyIncreasing ? 1 : -1;

    private bool _hasLast;
    private long _lastInteger;
    private double _lastNumber;
    private byte[] _lastText = [];

    public Tally Tally => tally;

    /// <summary>Says what an order asks of each value.</summary>
    public static string Describe(Monotonicity order) => order switch
    {
        Monotonicity.Increasing => "must be the value before it or greater",
        Monotonicity.StrictlyIncreasing => "must be greater than the value before it",
        Monotonicity.Decreasing => "must be the value before it or less",
        _ => "must be less than the value before it",
    };

    public ulong[]? Add(Frame chunk, long offset)
    {
        Column cells = chunk[column];
        ulong[] failing = new ulong[Validity.Words(cells.Length)];
        byte[][] levels = cells is CategoryColumn category ? [.. category.Levels.Select(Encoding.UTF8.GetBytes)] : [];
        for (int row = 0; row < cells.Length; row++)
        {
            if (!cells.IsMissing(row) && !Follows(cells, row, levels))
            {
                failing[row >> 6] |= 1UL << (row & 63);
            }
        }

        long count = RowFlags.CountOf(failing);
        tally.Add(count, Tally.FirstRows(failing, tally.Limit), offset, row => SchemaValue.Format(cells, row));
        return count > 0 ? failing : null;
    }

    public void Finish(long rows)
    {
    }

    private bool Follows(Column cells, int row, byte[][] levels)
    {
        int comparison;
        switch (cells)
        {
            case DoubleColumn doubles:
                double number = doubles.Values[row];
                comparison = number.CompareTo(_lastNumber);
                _lastNumber = number;
                break;
            case TextColumn or CategoryColumn:
                byte[] text = cells is TextColumn texts ? texts.Utf8(row).ToArray() : levels[((CategoryColumn)cells).Codes[row]];
                comparison = text.AsSpan().SequenceCompareTo(_lastText);
                _lastText = text;
                break;
            default:
                long integer = cells switch
                {
                    IntegerColumn integers => integers.Values[row],
                    TimestampColumn times => times.Ticks[row],
                    _ => ((BooleanColumn)cells).Values[row] ? 1 : 0,
                };
                comparison = integer.CompareTo(_lastInteger);
                _lastInteger = integer;
                break;
        }

        bool follows = !_hasLast || (comparison == 0 ? !_isStrict : Math.Sign(comparison) == _direction);
        _hasLast = true;
        return follows;
    }
}
