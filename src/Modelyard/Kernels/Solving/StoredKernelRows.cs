using Modelyard.Kernels.Similarity;

namespace Modelyard.Kernels.Solving;

/// <summary>Gives rows out of a whole kernel matrix: copied run by run of neighbouring columns, or as they are where all columns are wanted.</summary>
internal sealed class StoredKernelRows : KernelRows
{
    private readonly KernelMatrix _matrix;

    // Two rows are in use at a time; the one that is asked for again is not copied again.
    private readonly float[][] _buffers;
    private readonly int[] _held = [-1, -1];
    private (int Start, int Length)[] _runs = [];
    private bool _isWhole;
    private int _last;

    public StoredKernelRows(KernelMatrix matrix, int[] rows, Action? check)
        : base(matrix, rows, check)
    {
        _matrix = matrix;
        _buffers = [new float[Width], new float[Width]];
        Reshaped([]);
    }

    /// <inheritdoc/>
    public override bool AreKept => true;

    private protected override ReadOnlySpan<float> ActiveRow(int row)
    {
        ReadOnlySpan<float> whole = _matrix.Row(Place(row));
        if (_isWhole)
        {
            return whole;
        }

        _last = _held[_last] == row ? _last : _last ^ 1;
        if (_held[_last] == row)
        {
            return _buffers[_last].AsSpan(0, Width);
        }

        _held[_last] = row;
        Span<float> buffer = _buffers[_last].AsSpan(0, Width);
        int at = 0;
        foreach ((int start, int length) in _runs)
        {
            whole.Slice(start, length).CopyTo(buffer[at..]);
            at += length;
        }

        return buffer;
    }

    private protected override void Reshaped(int[] before)
    {
        var runs = new List<(int Start, int Length)>();
        foreach (int column in Columns)
        {
            if (runs.Count > 0 && runs[^1].Start + runs[^1].Length == column)
            {
                runs[^1] = (runs[^1].Start, runs[^1].Length + 1);
            }
            else
            {
                runs.Add((column, 1));
            }
        }

        _runs = [.. runs];
        _isWhole = _runs.Length == 1 && _runs[0] == (0, _matrix.Count);
        foreach (float[] buffer in _buffers)
        {
            buffer.AsSpan().Clear();
        }

        _held.AsSpan().Fill(-1);
    }
}
