using Modelyard.Frames;

namespace Modelyard.Data.Parquet;

/// <summary>Fills vectors of DuckDB with the cells of columns.</summary>
internal static unsafe class ParquetVectors
{
    private const long Exact = TimeSpan.TicksPerMicrosecond;

    /// <summary>Gets the type of the vectors of a column.</summary>
    public static DuckDbType TypeOf(Column column) => column switch
    {
        BooleanColumn => DuckDbType.Boolean,
        IntegerColumn => DuckDbType.BigInt,
        DoubleColumn => DuckDbType.Double,
        TimestampColumn { IsUtc: true } => DuckDbType.TimestampWithZone,
        TimestampColumn => DuckDbType.Timestamp,
        _ => DuckDbType.Varchar,
    };

    /// <summary>Gets the name of a type in SQL.</summary>
    public static string NameOf(DuckDbType type) => type switch
    {
        DuckDbType.Boolean => "BOOLEAN",
        DuckDbType.BigInt => "BIGINT",
        DuckDbType.Double => "DOUBLE",
        DuckDbType.TimestampWithZone => "TIMESTAMPTZ",
        DuckDbType.Timestamp => "TIMESTAMP",
        _ => "VARCHAR",
    };

    /// <summary>Fills a vector.</summary>
    /// <param name="api">The functions.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="column">The column.</param>
    /// <param name="levels">The texts of its levels if it is a category.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="texts">The bytes of its texts, which stay where they are.</param>
    public static void Fill(DuckDbApi api, nint vector, Column column, DuckDbText[] levels, int first, int count, byte* texts)
    {
        void* data = api.VectorData(vector);
        switch (column)
        {
            case BooleanColumn booleans:
                booleans.Values.Slice(first, count).CopyTo(new Span<bool>(data, count));
                break;
            case IntegerColumn integers:
                integers.Values.Slice(first, count).CopyTo(new Span<long>(data, count));
                break;
            case DoubleColumn doubles:
                doubles.Values.Slice(first, count).CopyTo(new Span<double>(data, count));
                break;
            case TimestampColumn times:
                FillTimes(times, (long*)data, first, count);
                break;
            case CategoryColumn categories:
                ReadOnlySpan<int> codes = categories.Codes.Slice(first, count);
                for (int row = 0; row < count; row++)
                {
                    ((DuckDbText*)data)[row] = codes[row] < 0 ? default : levels[codes[row]];
                }

                break;
            case TextColumn text:
                for (int row = 0; row < count; row++)
                {
                    DuckDbText.Write((DuckDbText*)data + row, texts + text.Start(first + row), text.Utf8(first + row).Length);
                }

                break;
        }

        Mark(api, vector, column.Validity, first, count);
    }

    /// <summary>Writes times as microseconds since 1970.</summary>
    /// <exception cref="ModelyardException">A time has parts of a microsecond.</exception>
    public static void FillTimes(TimestampColumn times, long* data, int first, int count)
    {
        ReadOnlySpan<long> ticks = times.Ticks.Slice(first, count);
        for (int row = 0; row < count; row++)
        {
            long since = ticks[row] - DateTime.UnixEpoch.Ticks;
            data[row] = since / Exact;
            if (since % Exact != 0 && !times.IsMissing(first + row))
            {
                throw new ModelyardException(FormattableString.Invariant(
                    $"The time '{times.FormatCell(first + row)}' in data row {first + row + 1} of the column '{times.Name}' has parts of a microsecond, and Parquet's timestamps are whole microseconds. Round the column first."));
            }
        }
    }

    private static void Mark(DuckDbApi api, nint vector, Validity validity, int first, int count)
    {
        if (validity.IsComplete)
        {
            return;
        }

        api.EnsureValidity(vector);
        ulong* present = api.VectorValidity(vector);
        for (int row = 0; row < count; row++)
        {
            if (validity.IsMissing(first + row))
            {
                present[row >> 6] &= ~(1UL << (row & 63));
            }
        }
    }
}
