using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Frames.Csv;

/// <summary>Reads a column of timestamps.</summary>
internal sealed class TimestampReader(ColumnPlan plan, MissingTokens tokens) : ValueReader<long>(plan, tokens)
{
    private ulong _lastHigh;
    private ulong _lastLow;
    private long _lastMinute;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TryRead(in ChunkRows chunk)
    {
        long[] values = Reserve(chunk.Rows);
        if (Tokens.HaveValues)
        {
            return TryReadEach(chunk, values);
        }

        ref byte origin = ref MemoryMarshal.GetArrayDataReference(chunk.Buffer);
        ref int ends = ref chunk.FirstEnd(Plan.Position);
        for (int row = 0; row < chunk.Rows; row++)
        {
            int start = ends + 1;
            int length = Unsafe.Add(ref ends, 1) - start;
            ends = ref Unsafe.Add(ref ends, chunk.Stride);
            if (TryReadIso(ref Unsafe.Add(ref origin, start), length, out values[row]))
            {
                Evidence |= CellEvidence.LocalTime;
                continue;
            }

            if (!TryReadLong(chunk, row, out values[row]))
            {
                return false;
            }
        }

        return IsOfOneKind();
    }

    /// <summary>Reads a chunk where a cell that is a date may be missing, as '1900-01-01' can be: each is looked up first.</summary>
    private bool TryReadEach(in ChunkRows chunk, long[] values)
    {
        for (int row = 0; row < chunk.Rows; row++)
        {
            if (!TryReadLong(chunk, row, out values[row]))
            {
                return false;
            }
        }

        return IsOfOneKind();
    }

    private bool TryReadLong(in ChunkRows chunk, int row, out long ticks)
    {
        ticks = 0;
        if (!TryGetPresent(chunk, row, out ReadOnlySpan<byte> content))
        {
            return true;
        }

        CellEvidence kind = TimestampSyntax.Read(content, out ticks);
        Evidence |= kind == CellEvidence.ZonedTime && TimestampSyntax.HasOffset(content) ? kind | CellEvidence.Offset : kind;
        return kind != CellEvidence.None || Reject(chunk, row, content);
    }

    /// <summary>Says whether all times have a zone or none has; if the kind was given, they may be mixed.</summary>
    private bool IsOfOneKind() => (Evidence & ~CellEvidence.Offset) != (CellEvidence.LocalTime | CellEvidence.ZonedTime) || Plan.IsForced;

    /// <summary>Reads YYYY-MM-DD, a byte, HH:MM:SS and perhaps a fraction; rows of the same minute as the one before share its ticks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadIso(ref byte first, int length, out long ticks)
    {
        ticks = 0;
        if (length is < 19 or > 27)
        {
            return false;
        }

        ulong high = Unsafe.ReadUnaligned<ulong>(ref first), low = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, 8));
        if ((high != _lastHigh || low != _lastLow) && !TryReadMinute(ref first, high, low))
        {
            return false;
        }

        uint tens = Unsafe.Add(ref first, 17) - (uint)'0', ones = Unsafe.Add(ref first, 18) - (uint)'0';
        if (tens > 5 || ones > 9 || Unsafe.Add(ref first, 16) != (byte)':')
        {
            return false;
        }

        ticks = _lastMinute + (((tens * 10) + ones) * TimeSpan.TicksPerSecond);
        if (length == 19)
        {
            return true;
        }

        // Digits after the point, scaled to seven: the first one to seven.
        int digits = length - 20;
        if (Unsafe.Add(ref first, 19) != (byte)'.' || digits == 0 || !DigitBlock.TryRead(ref Unsafe.Add(ref first, 20), digits, out ulong fraction))
        {
            return false;
        }

        ticks += (long)fraction * Scale(digits);
        return true;
    }

    private bool TryReadMinute(ref byte first, ulong high, ulong low)
    {
        ReadOnlySpan<byte> minute = MemoryMarshal.CreateReadOnlySpan(ref first, 16);
        if (TimestampSyntax.Read(minute, out long ticks) != CellEvidence.LocalTime)
        {
            return false;
        }

        (_lastHigh, _lastLow, _lastMinute) = (high, low, ticks);
        return true;
    }

    private static long Scale(int digits)
    {
        ReadOnlySpan<int> scales = [0, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];
        return scales[digits];
    }
}
