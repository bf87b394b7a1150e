using Modelyard.Frames;
using Modelyard.Frames.Json;

namespace Modelyard.Data.Parquet;

/// <summary>Gathers the cells of one column from the vectors of chunks.</summary>
internal abstract unsafe class ParquetCells(string name)
{
    private ulong[]? _missing;

    /// <summary>Gets the name of the column.</summary>
    protected string Name { get; } = name;

    /// <summary>Gets the number of rows.</summary>
    protected int Rows { get; private set; }

    /// <summary>Creates the gatherer of a column.</summary>
    /// <param name="field">The column.</param>
    /// <param name="kind">Text or Category if that is given, or null.</param>
    /// <param name="rows">The number of rows that are expected.</param>
    public static ParquetCells Of(ParquetField field, ColumnKind? kind, int rows) => field.Cells switch
    {
        DuckDbType.Boolean => new BooleanCells(field.Name, rows),
        DuckDbType.BigInt => new IntegerCells(field.Name, rows),
        DuckDbType.Double => new DoubleCells(field.Name, rows),
        DuckDbType.Varchar => new TextCells(field.Name, kind, rows),
        _ => new TimeCells(field.Name, field.Cells, rows),
    };

    /// <summary>Adds the cells of a vector.</summary>
    /// <param name="data">The cells.</param>
    /// <param name="validity">One bit a cell, set where it is present; null if all are.</param>
    /// <param name="count">The number of cells.</param>
    public void Add(void* data, ulong* validity, int count)
    {
        if ((long)Rows + count > Array.MaxLength)
        {
            throw new ModelyardException($"The table has more than '{Array.MaxLength}' rows. Read it in chunks.");
        }

        Copy(data, validity, count);
        for (int row = 0; validity is not null && row < count; row++)
        {
            if ((validity[row >> 6] >> (row & 63) & 1) == 0)
            {
                Miss(Rows + row);
            }
        }

        Rows += count;
    }

    /// <summary>Makes the column.</summary>
    public abstract Column Build();

    /// <summary>Tells what was changed in cells; null if nothing was.</summary>
    public virtual string? Note => null;

    protected abstract void Copy(void* data, ulong* validity, int count);

    protected Validity BuildValidity() => new(_missing, Rows);

    protected static void Grow<T>(ref T[] values, int rows)
    {
        if (rows > values.Length)
        {
            Array.Resize(ref values, (int)Math.Min(Math.Max(rows, 2L * values.Length), Array.MaxLength));
        }
    }

    private void Miss(int row)
    {
        _missing ??= new ulong[64];
        if (row >> 6 >= _missing.Length)
        {
            Array.Resize(ref _missing, Math.Max((row >> 6) + 1, 2 * _missing.Length));
        }

        _missing[row >> 6] |= 1UL << (row & 63);
    }

    private sealed class BooleanCells(string name, int rows) : ParquetCells(name)
    {
        private bool[] _values = new bool[rows];

        public override Column Build() => new BooleanColumn(Name, BuildValidity(), _values);

        protected override void Copy(void* data, ulong* validity, int count)
        {
            Grow(ref _values, Rows + count);
            for (int row = 0; row < count; row++)
            {
                // What stands in a missing cell may be any byte, and no boolean.
                _values[Rows + row] = ((byte*)data)[row] == 1;
            }
        }
    }

    private sealed class IntegerCells(string name, int rows) : ParquetCells(name)
    {
        private long[] _values = GC.AllocateUninitializedArray<long>(rows);

        public override Column Build() => new IntegerColumn(Name, BuildValidity(), _values);

        protected override void Copy(void* data, ulong* validity, int count)
        {
            Grow(ref _values, Rows + count);
            new ReadOnlySpan<long>(data, count).CopyTo(_values.AsSpan(Rows));
        }
    }

    private sealed class DoubleCells(string name, int rows) : ParquetCells(name)
    {
        private double[] _values = GC.AllocateUninitializedArray<double>(rows);

        public override Column Build() => new DoubleColumn(Name, Validity.OfNumbers(_values.AsSpan(0, Rows)), _values);

        protected override void Copy(void* data, ulong* validity, int count)
        {
            Grow(ref _values, Rows + count);
            new ReadOnlySpan<double>(data, count).CopyTo(_values.AsSpan(Rows));
            for (int row = 0; validity is not null && row < count; row++)
            {
                if ((validity[row >> 6] >> (row & 63) & 1) == 0)
                {
                    _values[Rows + row] = double.NaN;
                }
            }
        }
    }

    private sealed class TimeCells(string name, DuckDbType type, int rows) : ParquetCells(name)
    {
        private const long FirstMicrosecond = -62_135_596_800_000_000;
        private const long LastMicrosecond = 253_402_300_799_999_999;

        private long[] _ticks = GC.AllocateUninitializedArray<long>(rows);
        private long _uneven;

        public override string? Note => _uneven == 0 ? null : FormattableString.Invariant($"{_uneven:N0} times have nanoseconds, and times are kept to 100 of these; the rest was cut off.");

        public override Column Build() => new TimestampColumn(Name, BuildValidity(), _ticks, type == DuckDbType.TimestampWithZone);

        protected override void Copy(void* data, ulong* validity, int count)
        {
            Grow(ref _ticks, Rows + count);
            var values = (long*)data;
            for (int row = 0; row < count; row++)
            {
                if (validity is not null && (validity[row >> 6] >> (row & 63) & 1) == 0)
                {
                    _ticks[Rows + row] = 0;
                    continue;
                }

                _ticks[Rows + row] = type == DuckDbType.TimestampNanoseconds ? OfNanoseconds(values[row]) : OfMicroseconds(values[row], Rows + row);
            }
        }

        private long OfNanoseconds(long value)
        {
            long ticks = Math.DivRem(value, 100, out long rest);
            _uneven += rest == 0 ? 0 : 1;
            return DateTime.UnixEpoch.Ticks + ticks - (rest < 0 ? 1 : 0);
        }

        private long OfMicroseconds(long value, int row) => value is >= FirstMicrosecond and <= LastMicrosecond
            ? DateTime.UnixEpoch.Ticks + (value * TimeSpan.TicksPerMicrosecond)
            : throw new ModelyardException(FormattableString.Invariant($"The time in data row {row + 1} of the column '{Name}' is infinite or outside the years 1 to 9999, which a timestamp cannot hold. Leave such rows out by a condition, or the column."));
    }

    private sealed class TextCells(string name, ColumnKind? kind, int rows) : ParquetCells(name)
    {
        private readonly TextGatherer _texts = new(name, kind, rows);

        public override Column Build() => _texts.Build();

        protected override void Copy(void* data, ulong* validity, int count)
        {
            var texts = (DuckDbText*)data;
            Span<int> codes = _texts.BeginCodes(count);
            if (codes.Length > 0)
            {
                for (int row = 0; row < count; row++)
                {
                    bool isMissing = validity is not null && (validity[row >> 6] >> (row & 63) & 1) == 0;
                    codes[row] = isMissing ? CategoryColumn.Missing : _texts.Intern(ref DuckDbText.First(texts + row, out int length), length);
                }

                _texts.EndCodes(count);
                return;
            }

            for (int row = 0; row < count; row++)
            {
                if (validity is not null && (validity[row >> 6] >> (row & 63) & 1) == 0)
                {
                    _texts.AddMissing();
                }
                else
                {
                    _texts.Add(DuckDbText.Bytes(texts + row));
                }
            }
        }
    }
}
