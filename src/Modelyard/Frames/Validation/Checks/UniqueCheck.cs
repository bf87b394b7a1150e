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
internal sealed class UniqueCheck(Tally tally, IReadOnlyList<string> columns, long memory, int rows) : ITableCheck
{
    private const int BlockRows = 1 << 13;

    /// <summary>The greatest number of bits, for each row, of a table of flags that stands in for the set where whole numbers lie close together.</summary>
    private const int BitsPerRow = 64;

    /// <summary>The share of a set's room that the keys of a part are meant to take: parts are cut at random and not of one size.</summary>
    private const double PartLoad = 0.8;

    private KeySet? _keys;
    private int _part;
    private bool _isOverfull;

    public Tally Tally => tally;

    /// <summary>Gets a value indicating whether the keys do not fit the memory, so that the table must be read again.</summary>
    public bool IsDeferred { get; private set; }

    /// <summary>Gets in how many parts the keys are looked at.</summary>
    public int Parts { get; private set; } = 1;

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
        _keys = null;
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
        Parts = (int)Math.Max(2, Math.Ceiling(total / (KeySet.Capacity(memory) * PartLoad)));
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
        _keys = IsDeferred ? new KeySet(memory, KeySet.Capacity(memory)) : null;
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
        _keys ??= new KeySet(memory, rows);
        UInt128[] keys = new UInt128[Math.Min(count, BlockRows)];
        for (int first = 0; first < count; first += BlockRows)
        {
            ParallelLoop.Check();
            Span<UInt128> block = keys.AsSpan(0, Math.Min(BlockRows, count - first));
            reader.Read(first, block);
            for (int i = 0; i < block.Length; i++)
            {
                if (block[i] == default || (Parts > 1 && PartOf(block[i]) != _part))
                {
                    continue;
                }

                if (_keys.Add(block[i]) is not { } isNew)
                {
                    return false;
                }

                failing[(first + i) >> 6] |= isNew ? 0 : 1UL << ((first + i) & 63);
            }
        }

        return true;
    }

    // The place in the set is taken from the high bits, so that the low ones cut into parts.
    private int PartOf(UInt128 key) => (int)(((KeySet.Mix(key) & uint.MaxValue) * (ulong)Parts) >> 32);

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
