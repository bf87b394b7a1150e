using System.Numerics;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Holds the cells of a column of times.</summary>
internal sealed class TimeCells(FlatField field, int rows) : NumberCells<long>(field, rows, missing: 0, TimeConversion.Convert)
{
    private ulong[]? _uneven;
    private volatile bool _hasOutside;

    /// <summary>Gets a value indicating whether a time lies outside the years that a timestamp holds.</summary>
    public bool HasOutside => _hasOutside;

    /// <summary>Refuses times outside the years that a timestamp holds.</summary>
    /// <param name="column">The column.</param>
    /// <param name="before">The number of data rows before its first.</param>
    /// <exception cref="ModelyardException">There is one.</exception>
    public static void CheckYears(TimestampColumn column, long before)
    {
        int row = column.Ticks.IndexOfAny(TimeConversion.Before, TimeConversion.After);
        if (row >= 0)
        {
            throw new ModelyardException(FormattableString.Invariant(
                $"The time in data row {before + row + 1} of the column '{column.Name}' is infinite or outside the years 1 to 9999, which a timestamp cannot hold. Leave such rows out by a condition, or the column."));
        }
    }

    /// <summary>Says what was cut off of so many times.</summary>
    public static string Note(long count) => FormattableString.Invariant($"{count:N0} times have nanoseconds, and times are kept to 100 of these; the rest was cut off.");

    /// <inheritdoc/>
    public override Column Build(int degree) => new TimestampColumn(Field.Name, BuildValidity(), Values, Field.IsUtc);

    /// <inheritdoc/>
    public override void Look(int row, int count)
    {
        if (Field.UnitsPerSecond <= TimeSpan.TicksPerSecond && Values.AsSpan(row, count).IndexOfAny(TimeConversion.Before, TimeConversion.After) >= 0)
        {
            _hasOutside = true;
        }
    }

    /// <inheritdoc/>
    public override void MarkUneven(int row, ReadOnlySpan<bool> marks, Presence presence)
    {
        ulong[] bits = Bits(ref _uneven);
        int cell = 0;
        for (int i = 0; i < presence.Rows; i++)
        {
            if (presence[i] && marks[cell++])
            {
                Presence.Mark(bits, row + i, 1);
            }
        }
    }

    /// <summary>Counts the times that lost parts of a tick.</summary>
    public long CountUneven() => _uneven is null ? 0 : _uneven.Sum(word => (long)BitOperations.PopCount(word));

    /// <summary>Counts the times of some rows that lost parts of a tick.</summary>
    public long CountUneven(ReadOnlySpan<int> rows)
    {
        long count = 0;
        for (int i = 0; _uneven is not null && i < rows.Length; i++)
        {
            count += (long)((_uneven[rows[i] >> 6] >> (rows[i] & 63)) & 1);
        }

        return count;
    }
}
