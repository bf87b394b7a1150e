using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Encodes columns of eight bytes a cell: a dictionary where cells repeat, differences where they are small, else one cell after the other.</summary>
/// <param name="pages">What makes the pages.</param>
/// <param name="places">What finds places in a dictionary.</param>
/// <param name="deltas">Whether integers may stand as differences.</param>
internal sealed class NumberEncoder(ColumnPages pages, DictionaryPlaces places, bool deltas)
{
    // Within so many neighbouring integers a cell is found by its place rather than by its hash: three times as fast (write_parquet_flights).
    private const int DirectRange = 1 << 17;

    private readonly NumberTable _table = new();
    private long[] _cells = [];

    // Whether codes are integers above an origin, rather than numbers of the table.
    private bool _isDirect;

    /// <summary>Encodes integers.</summary>
    public EncodedColumn Encode(IntegerColumn column, int first, int count) => EncodeIntegers(Present(column.Values, column.Validity, first, count), column.Validity, first, count);

    /// <summary>Encodes times, as microseconds since 1970.</summary>
    /// <param name="column">The column.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="rowsBefore">The number of rows of the table before the first of the column.</param>
    /// <exception cref="ModelyardException">A time has parts of a microsecond.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public EncodedColumn Encode(TimestampColumn column, int first, int count, long rowsBefore)
    {
        ReadOnlySpan<long> ticks = Present(column.Ticks, column.Validity, first, count);
        Span<long> cells = _cells.AsSpan(0, ticks.Length);
        long rest = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            long since = ticks[i] - DateTime.UnixEpoch.Ticks;
            cells[i] = since / TimeSpan.TicksPerMicrosecond;
            rest |= since - (cells[i] * TimeSpan.TicksPerMicrosecond);
        }

        if (rest != 0)
        {
            throw Fraction(column, first, rowsBefore);
        }

        return EncodeIntegers(cells, column.Validity, first, count);
    }

    /// <summary>Encodes doubles.</summary>
    public EncodedColumn Encode(DoubleColumn column, int first, int count)
    {
        ReadOnlySpan<long> cells = Present(MemoryMarshal.Cast<double, long>(column.Values), column.Validity, first, count);
        ColumnStatistics statistics = NumberStatistics.OfDoubles(count - cells.Length, MemoryMarshal.Cast<long, double>(cells));
        _isDirect = false;
        if (cells.Length > 0 && _table.TryAdd(cells, places.Room(cells.Length)))
        {
            places.Count(_table.Count, cells.Length);
            if (IsDictionaryWorth(cells.Length))
            {
                return EncodePlaces(column.Validity, first, count, 0, statistics);
            }
        }

        return EncodePlain(cells, column.Validity, first, count, statistics);
    }

    private EncodedColumn EncodeIntegers(ReadOnlySpan<long> cells, Validity validity, int first, int count)
    {
        ColumnStatistics statistics = NumberStatistics.OfIntegers(count - cells.Length, cells, out long smallest, out long largest);
        long best = (long)cells.Length * sizeof(long);
        bool hasPlaces = !cells.IsEmpty && TryPlaces(cells, smallest, largest, out smallest);
        bool isDictionary = hasPlaces && IsDictionaryWorth(cells.Length);
        if (isDictionary)
        {
            best = DictionaryBytes;
        }

        // A dictionary is read faster, and readers skip by it: differences must take much less.
        if (deltas && cells.Length > 1 && DeltaEncoder.Estimate(cells) < best * 3 / 5)
        {
            return EncodeDeltas(cells, validity, first, count, statistics);
        }

        return isDictionary ? EncodePlaces(validity, first, count, smallest, statistics) : EncodePlain(cells, validity, first, count, statistics);
    }

    private long DictionaryBytes => ((long)places.Order.Length * sizeof(long)) + places.PlaceBytes;

    private bool IsDictionaryWorth(int cells) => DictionaryBytes < (long)cells * sizeof(long) * 3 / 4;

    /// <summary>Finds the places of integers; their codes are what they are above an origin, or how they come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryPlaces(ReadOnlySpan<long> cells, long smallest, long largest, out long origin)
    {
        ulong range = unchecked((ulong)largest - (ulong)smallest);
        origin = smallest;
        if (range < DirectRange && range < 4UL * (ulong)cells.Length)
        {
            Span<int> codes = places.Room(cells.Length);
            for (int i = 0; i < cells.Length; i++)
            {
                codes[i] = (int)(cells[i] - smallest);
            }

            places.Count((int)range + 1, cells.Length);
            _isDirect = true;
            return true;
        }

        _isDirect = false;
        if (!_table.TryAdd(cells, places.Room(cells.Length)))
        {
            return false;
        }

        places.Count(_table.Count, cells.Length);
        return true;
    }

    private EncodedColumn EncodePlaces(Validity validity, int first, int count, long origin, ColumnStatistics statistics)
    {
        ReadOnlySpan<int> cells = places.Assign();
        pages.BeginDictionary();
        ReadOnlySpan<int> order = places.Order;
        Span<long> dictionary = MemoryMarshal.Cast<byte, long>(pages.Body.Room(order.Length * sizeof(long)));
        for (int i = 0; i < order.Length; i++)
        {
            dictionary[i] = _isDirect ? origin + order[i] : _table.Numbers[order[i]];
        }

        pages.Body.Advance(order.Length * sizeof(long));
        pages.EndDictionary(order.Length);
        return pages.EncodePlaces(cells, places, validity, first, count, statistics);
    }

    private EncodedColumn EncodePlain(ReadOnlySpan<long> cells, Validity validity, int first, int count, ColumnStatistics statistics)
    {
        for (int row = 0; row < count; row += ColumnPages.MaxCells)
        {
            int rows = Math.Min(ColumnPages.MaxCells, count - row);
            int present = pages.BeginCells(validity, first + row, rows);
            pages.Body.Bytes(MemoryMarshal.AsBytes(cells[..present]));
            cells = cells[present..];
            pages.EndCells(rows, PageEncoding.Plain);
        }

        return pages.Finish(statistics);
    }

    private EncodedColumn EncodeDeltas(ReadOnlySpan<long> cells, Validity validity, int first, int count, ColumnStatistics statistics)
    {
        for (int row = 0; row < count; row += ColumnPages.MaxCells)
        {
            int rows = Math.Min(ColumnPages.MaxCells, count - row);
            int present = pages.BeginCells(validity, first + row, rows);
            DeltaEncoder.Encode(cells[..present], pages.Body);
            cells = cells[present..];
            pages.EndCells(rows, PageEncoding.DeltaBinaryPacked);
        }

        return pages.Finish(statistics);
    }

    private ReadOnlySpan<long> Present(ReadOnlySpan<long> cells, Validity validity, int first, int count)
    {
        if (_cells.Length < count + 1)
        {
            _cells = GC.AllocateUninitializedArray<long>(count + 1);
        }

        return validity.IsComplete ? cells.Slice(first, count) : _cells.AsSpan(0, DefinitionLevels.Gather(cells, validity, first, count, _cells));
    }

    private static ModelyardException Fraction(TimestampColumn column, int first, long rowsBefore)
    {
        int row = first;
        while (column.IsMissing(row) || (column.Ticks[row] - DateTime.UnixEpoch.Ticks) % TimeSpan.TicksPerMicrosecond == 0)
        {
            row++;
        }

        return new ModelyardException(FormattableString.Invariant(
            $"The time '{column.FormatCell(row)}' in data row {rowsBefore + row - first + 1} of the column '{column.Name}' has parts of a microsecond, and Parquet's timestamps are whole microseconds. Round the column first."));
    }
}
