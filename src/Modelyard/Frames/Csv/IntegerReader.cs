using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Frames.Csv;

/// <summary>Reads a column of integers. If the kind was given and not guessed, whole numbers such as 3.0 count too.</summary>
internal sealed class IntegerReader(ColumnPlan plan, MissingTokens tokens) : ValueReader<long>(plan, tokens)
{
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
            if (IntegerSyntax.TryReadShort(ref Unsafe.Add(ref origin, start), length, out long value))
            {
                values[row] = value;
                continue;
            }

            values[row] = 0;
            if (!TryReadLong(chunk, row, out values[row]))
            {
                return false;
            }
        }

        // Cells that are all missing tell of no kind.
        Evidence |= chunk.Rows > TokenCounts.Sum() ? CellEvidence.Integer : CellEvidence.None;
        return true;
    }

    /// <summary>Reads a chunk where a cell that is a number may be missing, as '-999' can be: each is looked up first.</summary>
    private bool TryReadEach(in ChunkRows chunk, long[] values)
    {
        for (int row = 0; row < chunk.Rows; row++)
        {
            if (!TryReadLong(chunk, row, out values[row]))
            {
                return false;
            }
        }

        Evidence |= chunk.Rows > TokenCounts.Sum() ? CellEvidence.Integer : CellEvidence.None;
        return true;
    }

    private bool TryReadLong(in ChunkRows chunk, int row, out long value)
    {
        value = 0;
        if (!TryGetPresent(chunk, row, out ReadOnlySpan<byte> content)
            || IntegerSyntax.Read(content, out value) == CellEvidence.Integer)
        {
            return true;
        }

        if (Plan.IsForced && DoubleSyntax.Read(content, out double number) is CellEvidence.Double or CellEvidence.LeadingZero
            && Math.Abs(number) < 1L << 53 && Math.Truncate(number).Equals(number))
        {
            value = (long)number;
            return true;
        }

        return Reject(chunk, row, content);
    }
}
