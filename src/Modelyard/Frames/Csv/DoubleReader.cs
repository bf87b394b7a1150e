using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Frames.Csv;

/// <summary>Reads a column of double-precision numbers.</summary>
internal sealed class DoubleReader(ColumnPlan plan, MissingTokens tokens) : ValueReader<double>(plan, tokens)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TryRead(in ChunkRows chunk)
    {
        double[] values = Reserve(chunk.Rows);
        if (Tokens.HaveValues)
        {
            return TryReadEach(chunk, values);
        }

        ref byte origin = ref MemoryMarshal.GetArrayDataReference(chunk.Buffer);
        ref int ends = ref chunk.FirstEnd(Plan.Position);
        CellEvidence evidence = CellEvidence.None;
        for (int row = 0; row < chunk.Rows; row++)
        {
            int start = ends + 1;
            int length = Unsafe.Add(ref ends, 1) - start;
            ends = ref Unsafe.Add(ref ends, chunk.Stride);
            if (DoubleSyntax.TryReadShort(ref Unsafe.Add(ref origin, start), length, out double value, out CellEvidence kind))
            {
                values[row] = value;
                evidence |= kind;
                continue;
            }

            if (!TryReadLong(chunk, row, out values[row], ref evidence))
            {
                return false;
            }
        }

        Evidence = evidence;
        return true;
    }

    /// <summary>Reads a chunk where a cell that is a number may be missing, as '-999' can be: each is looked up first.</summary>
    private bool TryReadEach(in ChunkRows chunk, double[] values)
    {
        CellEvidence evidence = CellEvidence.None;
        for (int row = 0; row < chunk.Rows; row++)
        {
            if (!TryReadLong(chunk, row, out values[row], ref evidence))
            {
                return false;
            }
        }

        Evidence = evidence;
        return true;
    }

    private bool TryReadLong(in ChunkRows chunk, int row, out double value, ref CellEvidence evidence)
    {
        value = double.NaN;
        if (!TryGetPresent(chunk, row, out ReadOnlySpan<byte> content))
        {
            return true;
        }

        CellEvidence kind = DoubleSyntax.Read(content, out value);
        evidence |= kind;
        if (kind is CellEvidence.Integer or CellEvidence.Double || (Plan.IsForced && kind != CellEvidence.None))
        {
            // NaN is the missing number, however it is spelled.
            if (double.IsNaN(value))
            {
                MarkMissing(row);
            }

            return true;
        }

        value = double.NaN;
        return Reject(chunk, row, content);
    }
}
