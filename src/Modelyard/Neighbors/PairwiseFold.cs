using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Multiplies rows with rows tile by tile and folds each tile of squared distances at once, so that no matrix of them is ever stored.</summary>
/// <remarks>
/// Products are in single precision, twice as many in a register as double, after the rows are centred and scaled; the error of a distance is bounded and
/// the caller decides what that leaves open from the exact rows.
/// </remarks>
internal sealed unsafe class PairwiseFold
{
    private const int PanelRows = 6;
    private const int PanelColumns = 16;
    private const int SumBlock = 1024;

    // A slice of a panel of columns and one of a panel of rows fit the first cache together.
    private const int Depth = 256;
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private const double LargestNorm = 1e15;

    private readonly int _count;
    private readonly int _features;
    private readonly double[] _centre;
    private readonly double _scale;
    private readonly float[] _panels;
    private readonly float[] _squares;

    /// <summary>Initializes the right side of the products.</summary>
    /// <param name="rows">The rows, which are packed.</param>
    /// <param name="degree">The greatest number of threads.</param>
    public PairwiseFold(Matrix rows, int degree)
    {
        _count = rows.Rows;
        _features = rows.Columns;
        _centre = ParallelLoop.Reduce(_count, SumBlock, degree, (first, count) => Sum(rows, first, count), (left, right) =>
        {
            VectorKernels.Axpy(1, right, left);
            return left;
        });
        VectorKernels.Scale(1.0 / _count, _centre);
        double greatest = ParallelLoop.Reduce(_count, SumBlock, degree, (first, count) => Farthest(rows, first, count), Math.Max);
        _scale = greatest > 0 && double.IsFinite(greatest) ? 1 / Math.Sqrt(greatest) : 1;
        int panels = (_count + PanelColumns - 1) / PanelColumns;
        _panels = GC.AllocateUninitializedArray<float>(panels * PanelColumns * _features, pinned: true);
        _panels.AsSpan(Math.Max(0, panels - 1) * PanelColumns * _features).Clear();
        _squares = GC.AllocateArray<float>(panels * PanelColumns, pinned: true);
        Array.Fill(_squares, float.PositiveInfinity);
        ParallelLoop.Blocks(_count, PanelColumns, degree, (first, count) => PackPanel(rows, first, count));
    }

    /// <summary>Computes what a squared distance is among those that are folded.</summary>
    public float Scaled(double distance) => MathF.BitIncrement((float)(distance * _scale * _scale));

    /// <summary>Offers every row to the queries that it may be near to.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="candidates">Receives the rows.</param>
    /// <returns>False if a query lies so far off that single precision cannot hold it; then nothing was offered.</returns>
    public bool TrySweep(Matrix queries, CandidateSet candidates)
    {
        int panels = (queries.Rows + PanelRows - 1) / PanelRows;
        using var buffer = new ScratchBuffer(((panels * PanelRows * (_features + 1)) / 2) + 8);
        var packed = new Span<float>(buffer.Pointer, panels * PanelRows * _features);
        packed.Clear();
        Span<float> squares = stackalloc float[queries.Rows];
        for (int query = 0; query < queries.Rows; query++)
        {
            int at = (query / PanelRows * PanelRows * _features) + (query % PanelRows);
            double square = Pack(queries.Row(query), packed[at..], PanelRows);
            double norm = Math.Sqrt(square);
            if (!(norm < LargestNorm))
            {
                return false;
            }

            squares[query] = (float)square;
            double error = UnitRoundoff * ((2 * (_features + 8) * norm) + (6 * (norm + 1) * (norm + 1)));
            candidates.SetError(query, (float)(error * 1.001));
        }

        Sweep((float*)buffer.Pointer, squares, candidates);
        return true;
    }

    private static double[] Sum(Matrix rows, int first, int count)
    {
        double[] sum = new double[rows.Columns];
        for (int row = first; row < first + count; row++)
        {
            VectorKernels.Axpy(1, rows.Row(row), sum);
        }

        return sum;
    }

    private double Farthest(Matrix rows, int first, int count)
    {
        double greatest = 0;
        for (int row = first; row < first + count; row++)
        {
            greatest = Math.Max(greatest, VectorKernels.SquaredDistance(rows.Row(row), _centre));
        }

        return greatest;
    }

    private void PackPanel(Matrix rows, int first, int count)
    {
        Span<float> panel = _panels.AsSpan(first * _features, PanelColumns * _features);
        for (int row = 0; row < count; row++)
        {
            _squares[first + row] = (float)Pack(rows.Row(first + row), panel[row..], PanelColumns);
        }
    }

    /// <summary>Copies a row, centred and scaled, into a panel.</summary>
    /// <returns>The squared norm of the copy.</returns>
    private double Pack(ReadOnlySpan<double> row, Span<float> target, int step)
    {
        double square = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double value = (row[i] - _centre[i]) * _scale;
            square += value * value;
            target[i * step] = (float)value;
        }

        return square;
    }

    private void Sweep(float* queries, ReadOnlySpan<float> squares, CandidateSet candidates)
    {
        int padded = (squares.Length + PanelRows - 1) / PanelRows * PanelRows;
        float* products = stackalloc float[padded * PanelColumns];
        fixed (float* panels = _panels)
        {
            for (int first = 0; first < _count; first += PanelColumns)
            {
                new Span<float>(products, padded * PanelColumns).Clear();
                for (int k = 0; k < _features; k += Depth)
                {
                    float* panel = panels + ((nint)first * _features) + (k * PanelColumns);
                    for (int query = 0; query < padded; query += PanelRows)
                    {
                        Multiply(queries + ((nint)query * _features) + (k * PanelRows), panel, Math.Min(Depth, _features - k), products + (query * PanelColumns));
                    }
                }

                Vector256<float> low = Vector256.Create<float>(_squares.AsSpan(first)), high = Vector256.Create<float>(_squares.AsSpan(first + 8));
                for (int query = 0; query < squares.Length; query++)
                {
                    var own = Vector256.Create(squares[query]);
                    float* line = products + (query * PanelColumns);
                    Fold(own + low - (Vector256.Load(line) * 2), query, first, candidates);
                    Fold(own + high - (Vector256.Load(line + 8) * 2), query, first + 8, candidates);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fold(Vector256<float> distances, int query, int first, CandidateSet candidates)
    {
        if (Vector256.LessThanOrEqualAny(distances, Vector256.Create(candidates.Limit(query))))
        {
            for (int lane = 0; lane < 8 && first + lane < _count; lane++)
            {
                if (distances[lane] <= candidates.Limit(query))
                {
                    candidates.Add(query, distances[lane], first + lane);
                }
            }
        }
    }

    private static void Multiply(float* a, float* b, int depth, float* c)
    {
        Vector256<float> s00 = Vector256.Load(c), s01 = Vector256.Load(c + 8), s10 = Vector256.Load(c + 16), s11 = Vector256.Load(c + 24);
        Vector256<float> s20 = Vector256.Load(c + 32), s21 = Vector256.Load(c + 40), s30 = Vector256.Load(c + 48), s31 = Vector256.Load(c + 56);
        Vector256<float> s40 = Vector256.Load(c + 64), s41 = Vector256.Load(c + 72), s50 = Vector256.Load(c + 80), s51 = Vector256.Load(c + 88);
        for (int k = 0; k < depth; k++, a += PanelRows, b += PanelColumns)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
            var x = Vector256.Create(a[0]);
            s00 = Vector256.FusedMultiplyAdd(x, b0, s00);
            s01 = Vector256.FusedMultiplyAdd(x, b1, s01);
            x = Vector256.Create(a[1]);
            s10 = Vector256.FusedMultiplyAdd(x, b0, s10);
            s11 = Vector256.FusedMultiplyAdd(x, b1, s11);
            x = Vector256.Create(a[2]);
            s20 = Vector256.FusedMultiplyAdd(x, b0, s20);
            s21 = Vector256.FusedMultiplyAdd(x, b1, s21);
            x = Vector256.Create(a[3]);
            s30 = Vector256.FusedMultiplyAdd(x, b0, s30);
            s31 = Vector256.FusedMultiplyAdd(x, b1, s31);
            x = Vector256.Create(a[4]);
            s40 = Vector256.FusedMultiplyAdd(x, b0, s40);
            s41 = Vector256.FusedMultiplyAdd(x, b1, s41);
            x = Vector256.Create(a[5]);
            s50 = Vector256.FusedMultiplyAdd(x, b0, s50);
            s51 = Vector256.FusedMultiplyAdd(x, b1, s51);
        }

        s00.Store(c);
        s01.Store(c + 8);
        s10.Store(c + 16);
        s11.Store(c + 24);
        s20.Store(c + 32);
        s21.Store(c + 40);
        s30.Store(c + 48);
        s31.Store(c + 56);
        s40.Store(c + 64);
        s41.Store(c + 72);
        s50.Store(c + 80);
        s51.Store(c + 88);
    }
}
