using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Modelyard.Numerics;

/// <summary>Represents the weights of several scores, each a weighted sum of the same features and a constant, laid out so that one step of the sums serves four scores.</summary>
/// <remarks>
/// A row has the same scores to the bit whether it comes alone or with others, and on any number of threads. A threshold, where there is one, is what a
/// value must exceed to count 1, all others counting 0; NaN lets values count as they are.
/// </remarks>
internal sealed unsafe class ScoreWeights
{
    private const int TileRows = 128;
    private const int TileFeatures = 64;
    private const int MostOnStack = 512;

    /// <summary>The products below which a second thread costs more than it saves: waking one takes some 50 microseconds (logistic_letters).</summary>
    private const long WorthThreads = 1 << 19;

    // How many stored values ahead the weights of a sparse row are fetched: they lie anywhere in a table larger than the nearer caches (logistic_text20).
    private const int Ahead = 8;
    private const int LineElements = 8;
    private const int MostFetched = 4 * LineElements;

    // Features x scores, scores padded to whole vectors; a single score is not, so that it is an inner product.
    private readonly double[] _weights;
    private readonly double[] _constants;
    private readonly int _stride;

    /// <summary>Initializes weights.</summary>
    /// <param name="weights">The weight of each feature in each score, scores x features.</param>
    /// <param name="constants">What is added to each score.</param>
    internal ScoreWeights(Matrix weights, ReadOnlySpan<double> constants)
    {
        Scores = weights.Rows;
        Features = weights.Columns;
        Width = NarrowProduct.Pad(Scores);
        _stride = Scores == 1 ? 1 : Width;
        _weights = new double[Features * _stride];
        // By tiles, so that a line of what is written takes all of its scores before it leaves the cache (cnb_text20: 40,000 features of 20 scores).
        for (int first = 0; first < Features; first += TileFeatures)
        {
            int end = Math.Min(Features, first + TileFeatures);
            for (int score = 0; score < Scores; score++)
            {
                ReadOnlySpan<double> own = weights.Row(score);
                for (int feature = first; feature < end; feature++)
                {
                    _weights[(feature * _stride) + score] = own[feature];
                }
            }
        }

        // What fills the last vector up is no score and must never be the greatest.
        _constants = new double[Width];
        Array.Fill(_constants, double.NegativeInfinity);
        constants.CopyTo(_constants);
    }

    /// <summary>Receives the scores of a row.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="scores">The scores, padded by minus infinities to <see cref="Width"/>; they may be overwritten.</param>
    internal delegate void RowAction(int row, Span<double> scores);

    /// <summary>Receives the scores of some rows, of which each has one.</summary>
    /// <param name="first">The zero-based first row.</param>
    /// <param name="scores">One score a row; they may be overwritten.</param>
    internal delegate void RowsAction(int first, Span<double> scores);

    /// <summary>Chooses the class of a row.</summary>
    /// <param name="scores">The scores as a <see cref="RowAction"/> receives them.</param>
    /// <returns>The zero-based class.</returns>
    internal delegate int ClassChoice(Span<double> scores);

    /// <summary>Gets the number of scores.</summary>
    internal int Scores { get; }

    /// <summary>Gets the number of features.</summary>
    internal int Features { get; }

    /// <summary>Gets the number of scores, rounded up to whole vectors.</summary>
    internal int Width { get; }

    /// <summary>Computes the scores of one row. Allocates nothing.</summary>
    /// <param name="row">The features.</param>
    /// <param name="scores">Receives one number a score.</param>
    /// <param name="threshold">What a feature must exceed to count 1; NaN if features count as they are.</param>
    internal void Score(ReadOnlySpan<double> row, Span<double> scores, double threshold = double.NaN)
    {
        if (!double.IsNaN(threshold))
        {
            using var marks = new ScratchBuffer(row.Length);
            Mark(row, threshold, marks.Span);
            Score(marks.Span, scores);
            return;
        }

        Span<double> sums = stackalloc double[Width <= MostOnStack ? Width : 0];
        using var large = new ScratchBuffer(Width <= MostOnStack ? 0 : Width);
        sums = Width <= MostOnStack ? sums : large.Span;
        fixed (double* x = row, s = sums)
        {
            Score(x, row.Length, 1, s);
        }

        sums[..Scores].CopyTo(scores);
    }

    /// <summary>Computes the scores of many rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="action">Receives the scores of each row, on any thread.</param>
    /// <param name="threshold">What a feature must exceed to count 1; NaN if features count as they are.</param>
    internal void Score(Matrix rows, int degree, RowAction action, double threshold = double.NaN) =>
        ParallelLoop.Blocks(rows.Rows, TileRows, (long)rows.Rows * Features * _stride < WorthThreads ? 1 : degree, (first, count) =>
        {
            using var tile = new ScratchBuffer(TileRows * Width);
            if (double.IsNaN(threshold))
            {
                fixed (double* x = rows.Storage())
                {
                    Score(x + ((nint)first * rows.Stride), rows.Stride, count, tile.Pointer);
                }
            }
            else
            {
                using var marks = new ScratchBuffer(count * Features);
                for (int i = 0; i < count; i++)
                {
                    Mark(rows.Row(first + i), threshold, marks.Span.Slice(i * Features, Features));
                }

                Score(marks.Pointer, Features, count, tile.Pointer);
            }

            for (int i = 0; i < count; i++)
            {
                action(first + i, tile.Span.Slice(i * Width, Width));
            }
        });

    /// <summary>Computes the scores of many sparse rows, each at the cost of what it stores.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="action">Receives the scores of each row, on any thread.</param>
    /// <param name="threshold">What a stored value must exceed to count 1, 0 or more; NaN if values count as they are.</param>
    internal void Score(SparseMatrix rows, int degree, RowAction action, double threshold = double.NaN) =>
        ParallelLoop.Blocks(rows.Rows, TileRows, (long)rows.Count * _stride < WorthThreads ? 1 : degree, (first, count) =>
        {
            using var scratch = new ScratchBuffer(Width);
            Span<double> sums = scratch.Span;
            for (int row = first; row < first + count; row++)
            {
                _constants.CopyTo(sums);
                if (Scores == 1 && double.IsNaN(threshold))
                {
                    sums[0] = rows.Row(row).Dot(_weights) + _constants[0];
                }
                else
                {
                    Add(rows.Row(row), threshold, sums);
                }

                action(row, sums);
            }
        });

    /// <summary>Computes the only score of many rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="action">Receives the scores of some rows at a time, on any thread.</param>
    internal void ScoreOne(Matrix rows, int degree, RowsAction action) =>
        ParallelLoop.Blocks(rows.Rows, TileRows, (long)rows.Rows * Features < WorthThreads ? 1 : degree, (first, count) =>
        {
            using var tile = new ScratchBuffer(count);
            for (int i = 0; i < count; i++)
            {
                tile.Span[i] = _constants[0] + VectorKernels.Dot(rows.Row(first + i), _weights);
            }

            action(first, tile.Span);
        });

    /// <summary>Computes the only score of many sparse rows, each at the cost of what it stores.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="action">Receives the scores of some rows at a time, on any thread.</param>
    internal void ScoreOne(SparseMatrix rows, int degree, RowsAction action) =>
        ParallelLoop.Blocks(rows.Rows, TileRows, rows.Count < WorthThreads ? 1 : degree, (first, count) =>
        {
            using var tile = new ScratchBuffer(count);
            for (int i = 0; i < count; i++)
            {
                tile.Span[i] = rows.Row(first + i).Dot(_weights) + _constants[0];
            }

            action(first, tile.Span);
        });

    /// <summary>Classifies many rows by their scores.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="classes">Receives one class a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="choose">Chooses the class of a row, on any thread.</param>
    /// <param name="threshold">What a feature must exceed to count 1; NaN if features count as they are.</param>
    internal void Classify(Matrix rows, Span<int> classes, int degree, ClassChoice choose, double threshold = double.NaN)
    {
        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (int* start = classes)
        {
            int* output = start;
            Score(rows, degree, (row, scores) => output[row] = choose(scores), threshold);
        }
    }

    /// <summary>Classifies many sparse rows by their scores.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="classes">Receives one class a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="choose">Chooses the class of a row, on any thread.</param>
    /// <param name="threshold">What a stored value must exceed to count 1, 0 or more; NaN if values count as they are.</param>
    internal void Classify(SparseMatrix rows, Span<int> classes, int degree, ClassChoice choose, double threshold = double.NaN)
    {
        fixed (int* start = classes)
        {
            int* output = start;
            Score(rows, degree, (row, scores) => output[row] = choose(scores), threshold);
        }
    }

    /// <summary>Finds the greatest of padded scores, if it leads all others clearly.</summary>
    /// <param name="scores">The scores as a <see cref="RowAction"/> receives them.</param>
    /// <param name="clearLead">The lead that is clear.</param>
    /// <returns>The zero-based score; -1 if none leads clearly or one is no finite number.</returns>
    internal static int Leader(ReadOnlySpan<double> scores, double clearLead)
    {
        ref double at = ref MemoryMarshal.GetReference(scores);
        var greatest = Vector256.LoadUnsafe(ref at);
        for (int i = NarrowProduct.Lanes; i < scores.Length; i += NarrowProduct.Lanes)
        {
            greatest = Vector256.MaxNative(greatest, Vector256.LoadUnsafe(ref at, (nuint)i));
        }

        double most = Math.Max(Math.Max(greatest[0], greatest[1]), Math.Max(greatest[2], greatest[3]));
        var near = Vector256.Create(most - clearLead);
        int leader = 0, leaders = 0;
        for (int i = 0; i < scores.Length; i += NarrowProduct.Lanes)
        {
            // A score that is no number is not below, and so leads too.
            uint own = ~Vector256.LessThan(Vector256.LoadUnsafe(ref at, (nuint)i), near).ExtractMostSignificantBits() & 15;
            if (own != 0)
            {
                leader = i + BitOperations.TrailingZeroCount(own);
                leaders += BitOperations.PopCount(own);
            }
        }

        return leaders == 1 && double.IsFinite(most) ? leader : -1;
    }

    /// <summary>Computes the padded scores of rows that lie apart by a stride.</summary>
    private void Score(double* rows, int stride, int count, double* sums)
    {
        for (int i = 0; i < count; i++)
        {
            _constants.CopyTo(new Span<double>(sums + ((nint)i * Width), Width));
        }

        if (Scores == 1)
        {
            for (int i = 0; i < count; i++)
            {
                sums[(nint)i * Width] += VectorKernels.Dot(new ReadOnlySpan<double>(rows + ((nint)i * stride), Features), _weights);
            }

            return;
        }

        fixed (double* weights = _weights)
        {
            NarrowProduct.Add(rows, stride, 1, count, Features, weights, sums, Width);
        }
    }

    /// <summary>Adds the weights of what a sparse row stores, each times its value, or once if that exceeds a threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(SparseRow row, double threshold, Span<double> scores)
    {
        fixed (double* weights = _weights, sums = scores, values = row.Values)
        fixed (int* indices = row.Indices)
        {
            int count = row.Count;
            bool marks = !double.IsNaN(threshold);
            for (int i = 0; i < count; i++)
            {
                if (Sse.IsSupported && i + Ahead < count)
                {
                    double* next = weights + ((nint)indices[i + Ahead] * _stride);
                    for (int j = 0; j < Math.Min(_stride, MostFetched); j += LineElements)
                    {
                        Sse.Prefetch0(next + j);
                    }
                }

                double value = marks ? values[i] > threshold ? 1 : 0 : values[i];
                double* own = weights + ((nint)indices[i] * _stride);
                if (_stride == 1)
                {
                    sums[0] = Math.FusedMultiplyAdd(value, own[0], sums[0]);
                    continue;
                }

                var factor = Vector256.Create(value);
                for (int j = 0; j < _stride; j += NarrowProduct.Lanes)
                {
                    Vector256.FusedMultiplyAdd(factor, Vector256.Load(own + j), Vector256.Load(sums + j)).Store(sums + j);
                }
            }
        }
    }

    /// <summary>Writes 1 for each value above a threshold and 0 for all others, missing ones too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mark(ReadOnlySpan<double> row, double threshold, Span<double> marks)
    {
        Vector256<double> least = Vector256.Create(threshold), one = Vector256.Create(1.0);
        int i = 0;
        for (; i <= row.Length - NarrowProduct.Lanes; i += NarrowProduct.Lanes)
        {
            (Vector256.GreaterThan(Vector256.Create(row[i..]), least) & one).CopyTo(marks[i..]);
        }

        for (; i < row.Length; i++)
        {
            marks[i] = row[i] > threshold ? 1 : 0;
        }
    }
}
