using System.Globalization;

namespace Modelyard.Frames;

/// <summary>Represents a column of dates, or of dates with times of day, to 100 nanoseconds.</summary>
public sealed class TimestampColumn : Column
{
    private readonly long[] _ticks;
    private bool? _datesOnly;

    /// <summary>Initializes a column that takes over an array of ticks.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="ticks">The ticks of 100 nanoseconds since 0001-01-01, one a row; what stands in a missing row is of no account.</param>
    /// <param name="isUtc">True if the times are UTC; false if they carry no time zone.</param>
    /// <param name="validity">Which cells are present; all of them if null.</param>
    public TimestampColumn(string name, long[] ticks, bool isUtc = false, Validity? validity = null)
        : base(name, Check(validity, ticks?.Length ?? throw new ArgumentNullException(nameof(ticks))))
    {
        _ticks = ticks;
        IsUtc = isUtc;
    }

    /// <summary>Initializes a column over an array that may be longer than the column.</summary>
    internal TimestampColumn(string name, Validity validity, long[] ticks, bool isUtc)
        : base(name, validity)
    {
        _ticks = ticks;
        IsUtc = isUtc;
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Timestamp;

    /// <summary>Gets a value indicating whether the times are UTC; otherwise they carry no time zone.</summary>
    public bool IsUtc { get; }

    /// <summary>Gets a value indicating whether times were written with an offset from UTC and are turned to it, so that days and hours are not those that were read.</summary>
    internal bool HadOffset { get; init; }

    /// <summary>Gets the ticks of 100 nanoseconds since 0001-01-01, one a row; what stands in a missing row is of no account.</summary>
    public ReadOnlySpan<long> Ticks => _ticks.AsSpan(0, Length);

    /// <summary>Gets the array behind the ticks, which may be longer.</summary>
    internal long[] TickArray => _ticks;

    /// <summary>Gets one timestamp, or null if it is missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public DateTime? this[int row] => IsMissing(row) ? null : new DateTime(_ticks[row], IsUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified);

    /// <summary>Gets a value indicating whether every present cell is a date at midnight.</summary>
    public bool HoldsDatesOnly => _datesOnly ??= FindDatesOnly();

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows) => new TimestampColumn(Name, Validity.Take(rows), Gather(Ticks, rows), IsUtc) { HadOffset = HadOffset };

    /// <inheritdoc/>
    public override Column Rename(string name) => new TimestampColumn(name, Validity, _ticks, IsUtc) { HadOffset = HadOffset };

    private protected override Column TakeWithGaps(ReadOnlySpan<int> rows) => new TimestampColumn(Name, Validity.TakeWithGaps(rows), Gather(Ticks, rows, 0L), IsUtc) { HadOffset = HadOffset };

    private protected override string FormatPresent(int row)
    {
        var time = new DateTime(_ticks[row]);
        if (HoldsDatesOnly && !IsUtc)
        {
            return time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        string text = time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return IsUtc ? text + "Z" : text;
    }

    private protected override void CopyNumbers(Span<double> destination)
    {
        ReadOnlySpan<long> ticks = Ticks;
        for (int row = 0; row < ticks.Length; row++)
        {
            destination[row] = (ticks[row] - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;
        }
    }

    internal override void CopySortKeys(Span<ulong> keys)
    {
        ReadOnlySpan<long> ticks = Ticks;
        for (int row = 0; row < ticks.Length; row++)
        {
            keys[row] = (ulong)ticks[row];
        }
    }

    private bool FindDatesOnly()
    {
        for (int row = 0; row < Length; row++)
        {
            if (!IsMissing(row) && _ticks[row] % TimeSpan.TicksPerDay != 0)
            {
                return false;
            }
        }

        return true;
    }
}
