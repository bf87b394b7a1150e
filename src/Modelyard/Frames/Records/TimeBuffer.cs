using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using Modelyard.Frames.Validation;

namespace Modelyard.Frames.Records;

/// <summary>Gathers dates and times, all of them UTC or all without a zone. Generated code fills it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TimeBuffer : CellBuffer
{
    private readonly long[] _ticks;
    private bool? _isUtc;

    internal TimeBuffer(RecordColumn column, int rows, RecordFaults faults)
        : base(column, rows, faults) => _ticks = new long[rows];

    /// <summary>Sets the cell of a row. A local time becomes one in UTC.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="value">The time.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, DateTime value)
    {
        DateTime time = value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value;
        _ticks[row] = time.Ticks;
        bool isUtc = time.Kind == DateTimeKind.Utc;
        if (_isUtc != isUtc)
        {
            SetZone(row, isUtc, value);
        }
    }

    /// <summary>Sets the cell of a row to a point in time, whose offset is not kept.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="value">The time.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, DateTimeOffset value) => Set(row, value.UtcDateTime);

    /// <summary>Sets the cell of a row to a date.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="value">The date.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, DateOnly value) => _ticks[row] = value.DayNumber * TimeSpan.TicksPerDay;

    /// <summary>Makes the cell of a row missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public void SetMissing(int row) => Miss(row);

    internal override Column ToColumn() => new TimestampColumn(Column.Name, Validity, _ticks, _isUtc == true);

    private void SetZone(int row, bool isUtc, DateTime value)
    {
        if (_isUtc is null)
        {
            _isUtc = isUtc;
            return;
        }

        Miss(row);
        Faults.Add(
            ValidationCodes.Kind,
            Column,
            row,
            () => value.ToString("O", CultureInfo.InvariantCulture),
            text => $"The time '{text}' {(isUtc ? "has a zone and those before it have none" : "has no zone and those before it have one")}, and all of a column must be alike; set their Kind with 'DateTime.SpecifyKind'.");
    }
}
