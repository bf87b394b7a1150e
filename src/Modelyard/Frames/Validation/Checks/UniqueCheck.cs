using System.Collections;
using Modelyard.Frames.Validation.Keys;
using Modelyard.Numerics;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Finds rows whose key occurred in an earlier row.</summary>
/// <remarks>
/// The keys met so far are held in a set. If its memory does not do, the check waits for the end of the table and then reads it again, each time for a
/// part of the keys that the set can hold: <see cref="Parts"/> times in all. What it finds is the same.
/// </remarks>
/// <param name="tally">Counts the failures.</param>
/// <param name="columns">The names of the key's columns.</param>
/// <param name="memory">The most memory, in bytes.</param>
/// <param name="rows">The number of rows if it is known, and the table one chunk; otherwise zero.</param>
/// <param name="degree">The greatest number of threads.</param>
internal sealed class UniqueCheck(Tally tally, IReadOnlyList<string> columns, long memory, int rows, int degree) : ITableCheck
{
    private const int BlockRows = 1 << 13;
    private const int WindowRows = 1 << 18;
    private const int SetCount = 8;
    private const long LeastSharedMemory = 16 << 20;

    /// <summary>The greatest number of bits, for each row, of a table of flags that stands in for the set where whole numbers lie close together.</summary>
    private const int BitsPerRow = 64;

    /// <summary>The share of a set's room that the keys of a part are meant to take: parts are cut at random and not of one size.</summary>
    private const double PartLoad = 0.8;

    private KeySet[]? _sets;
    private int _part;
    private bool _isOverfull;

    public Tally Tally => tally;

    /// <summary>Gets a value indicating whether the keys do not fit the memory, so that the table must be read again.</summary>
    public bool IsDeferred { get; private set; }

    /// <summary>Gets in how many parts the keys are looked at.</summary>
    public int Parts { get; private set; } = 1;

    private long Capacity => KeySet.Capacity(memory);

    public ulong[]? Add(Frame chunk, long offset)
    {
        if (IsDeferred)
        {
            return null;
        }

        Column[] key = [.. columns.Select(name => chunk[name])];
        if (rows > 0 && key.Length == 1 && TryAddClose(key[0], out ulong[]? repeated))
        {
            return Count(repeated, chunk, offset);
        }

        ulong[] failing = new ulong[Validity.Words(chunk.RowCount)];
        if (TryAdd(KeyReader.Of(key), chunk.RowCount, failing))
        {
            return Count(failing, chunk, offset);
        }

        // What was found stands: it will be found again, and counted then.
        _sets = null;
        IsDeferred = true;
        tally.Clear();
        return failing;
    }

    public void Finish(long rows)
    {
    }

    /// <summary>Cuts the keys into parts, each of which fits the memory.</summary>
    /// <param name="total">The number of rows of the table.</param>
    public void CutKeys(long total)
    {
        Parts = (int)Math.Max(2, Math.Ceiling(total / (Capacity * PartLoad)));
        _part = -1;
    }

    /// <summary>Goes on to the next part of the keys.</summary>
    /// <returns>True if there is one.</returns>
    public bool NextPart()
    {
        if (_isOverfull)
        {
            // By chance, or because few keys fit at all: cut smaller, and begin anew.
            Parts *= 2;
            _part = -1;
            _isOverfull = false;
            tally.Clear();
        }

        _part++;
        IsDeferred = _part < Parts;
        _sets = IsDeferred ? NewSets(Capacity) : null;
        return IsDeferred;
    }

    /// <summary>Takes in the next chunk for the present part of the keys.</summary>
    public ulong[]? AddPart(Frame chunk, long offset)
    {
        if (_isOverfull)
        {
            return null;
        }

        ulong[] failing = new ulong[Validity.Words(chunk.RowCount)];
        _isOverfull = !TryAdd(KeyReader.Of([.. columns.Select(name => chunk[name])]), chunk.RowCount, failing);
        return _isOverfull ? null : Count(failing, chunk, offset);
    }

    private bool TryAdd(KeyReader reader, int count, ulong[] failing)
    {
        KeySet[] sets = _sets ??= NewSets(rows);
        UInt128[] keys = GC.AllocateUninitializedArray<UInt128>(Math.Min(count, WindowRows));
        ulong[] mixes = GC.AllocateUninitializedArray<ulong>(keys.Length);
        for (int first = 0; first < count; first += WindowRows)
        {
            int start = first, length = Math.Min(WindowRows, count - first);
            ParallelLoop.Blocks(length, BlockRows, degree, (at, rows) =>
            {
                reader.Read(start + at, keys.AsSpan(at, rows));
                for (int i = at; i < at + rows; i++)
                {
                    mixes[i] = KeySet.Mix(keys[i]);
                }
            });
            bool isFull = false;
            ParallelLoop.For(sets.Length, degree, number =>
            {
                if (!TryAdd(keys.AsSpan(0, length), mixes, sets, number, start, failing))
                {
                    Volatile.Write(ref isFull, true);
                }
            });
            if (isFull)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds to one of the sets the keys that belong to it, in the order of the rows.</summary>
    private bool TryAdd(ReadOnlySpan<UInt128> keys, ReadOnlySpan<ulong> mixes, KeySet[] sets, int number, int first, ulong[] failing)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            // The place in a set is taken from the high bits of the mix; bits below choose the set, the lowest the part.
            ulong mix = mixes[i];
            if (((int)(mix >> 32) & (sets.Length - 1)) != number || keys[i] == default || (Parts > 1 && PartOf(mix) != _part))
            {
                continue;
            }

            switch (sets[number].Add(keys[i], mix))
            {
                case null:
                    return false;
                case false:
                    Interlocked.Or(ref failing[(first + i) >> 6], 1UL << ((first + i) & 63));
                    break;
            }
        }

        return true;
    }

    private KeySet[] NewSets(long expected)
    {
        // Several sets are filled at once by several threads (validate_flights); a small one is filled as it is.
        int count = memory >= LeastSharedMemory && expected is 0 or >= WindowRows ? SetCount : 1;
        return [.. Enumerable.Range(0, count).Select(_ => new KeySet(memory / count, (long)(expected * 1.05 / count)))];
    }

    private int PartOf(ulong mix) => (int)(((mix & uint.MaxValue) * (ulong)Parts) >> 32);

    /// <summary>Looks at whole numbers that lie close together, as the numbers of orders do, by one flag a number.</summary>
    private static bool TryAddClose(Column column, out ulong[]? failing)
    {
        failing = null;
        if (column is not (IntegerColumn or TimestampColumn))
        {
            return false;
        }

        ReadOnlySpan<long> values = column is IntegerColumn integers ? integers.Values : ((TimestampColumn)column).Ticks;
        long least = long.MaxValue, greatest = long.MinValue;
        for (int row = 0; row < values.Length; row++)
        {
            if (!column.IsMissing(row))
            {
                least = Math.Min(least, values[row]);
                greatest = Math.Max(greatest, values[row]);
            }
        }

        if (least > greatest)
        {
            return true;
        }

        ulong span = (ulong)greatest - (ulong)least;
        if (span >= Math.Min((ulong)values.Length * BitsPerRow, int.MaxValue))
        {
            return false;
        }

        var seen = new BitArray((int)span + 1);
        for (int row = 0; row < values.Length; row++)
        {
            if (column.IsMissing(row))
            {
                continue;
            }

            int number = (int)(values[row] - least);
            if (seen[number])
            {
                failing ??= new ulong[Validity.Words(values.Length)];
                failing[row >> 6] |= 1UL << (row & 63);
            }

            seen[number] = true;
        }

        return true;
    }

    private ulong[]? Count(ulong[]? failing, Frame chunk, long offset)
    {
        if (failing is null || RowFlags.CountOf(failing) is not (> 0 and var count))
        {
            return null;
        }

        tally.Add(count, Tally.FirstRows(failing, tally.Limit), offset, row => string.Join(", ", columns.Select(name => SchemaValue.Format(chunk[name], row))));
        return failing;
    }
}
