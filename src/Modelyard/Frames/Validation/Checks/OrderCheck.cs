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
    private bool _lastBoolean;
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
        switch (cells)
        {
            case IntegerColumn integers:
                Mark(cells, integers.Values, ref _lastInteger, failing);
                break;
            case TimestampColumn times:
                Mark(cells, times.Ticks, ref _lastInteger, failing);
                break;
            case BooleanColumn booleans:
                Mark(cells, booleans.Values, ref _lastBoolean, failing);
                break;
            case DoubleColumn doubles:
                Mark(cells, doubles.Values, ref _lastNumber, failing);
                break;
            default:
                MarkTexts(cells, failing);
                break;
        }

        long count = RowFlags.CountOf(failing);
        tally.Add(count, Tally.FirstRows(failing, tally.Limit), offset, row => SchemaValue.Format(cells, row));
        return count > 0 ? failing : null;
    }

    public void Finish(long rows)
    {
    }

    private void Mark<T>(Column cells, ReadOnlySpan<T> values, ref T last, ulong[] failing)
        where T : struct, IComparable<T>
    {
        bool isComplete = cells.Validity.IsComplete;
        for (int row = 0; row < values.Length; row++)
        {
            if (isComplete || !cells.IsMissing(row))
            {
                failing[row >> 6] |= Follows(values[row].CompareTo(last)) ? 0 : 1UL << (row & 63);
                last = values[row];
            }
        }
    }

    private void MarkTexts(Column cells, ulong[] failing)
    {
        byte[][] levels = cells is CategoryColumn category ? [.. category.Levels.Select(Encoding.UTF8.GetBytes)] : [];
        for (int row = 0; row < cells.Length; row++)
        {
            if (!cells.IsMissing(row))
            {
                byte[] text = cells is TextColumn texts ? texts.Utf8(row).ToArray() : levels[((CategoryColumn)cells).Codes[row]];
                failing[row >> 6] |= Follows(text.AsSpan().SequenceCompareTo(_lastText)) ? 0 : 1UL << (row & 63);
                _lastText = text;
            }
        }
    }

    private bool Follows(int comparison)
    {
        bool follows = !_hasLast || (comparison == 0 ? !_isStrict : Math.Sign(comparison) == _direction);
        _hasLast = true;
        return follows;
    }
}
