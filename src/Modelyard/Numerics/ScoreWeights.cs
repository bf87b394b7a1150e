using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Numerics;

/// <summary>Represents the weights of several scores, each a weighted sum of the same features and a constant, laid out so that one step of the sums serves four scores.</summary>
/// <remarks>A row has the same scores to the bit whether it comes alone or with others, and on any number of threads.</remarks>
internal sealed unsafe class ScoreWeights
{
    private const int TileRows = 128;
    private const int MostOnStack = 512;

    /// <summary>The products below which a second thread costs more than it saves: waking one takes some 50 microseconds (logistic_letters).</summary>
    private const long WorthThreads = 1 << 19;

    // Features x scores, scores padded to whole vectors, the constants last.
    private readonly double[] _padded;

    /// <summary>Initializes weights.</summary>
    /// <param name="weights">The weight of each feature in each score, scores x features.</param>
    /// <param name="constants">What is added to each score.</param>
    internal ScoreWeights(Matrix weights, ReadOnlySpan<double> constants)
    {
        Scores = weights.Rows;
        Features = weights.Columns;
        Width = NarrowProduct.Pad(Scores);
        _padded = new double[(Features + 1) * Width];
        for (int score = 0; score < Scores; score++)
        {
            for (int feature = 0; feature < Features; feature++)
            {
                _padded[(feature * Width) + score] = weights[score, feature];
            }
        }

        Span<double> last = _padded.AsSpan(Features * Width);
        constants.CopyTo(last);

        // What fills the last vector up is no score and must never be the greatest.
        last[Scores..].Fill(double.NegativeInfinity);
    }

    /// <summary>Receives the scores of a row.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="scores">The scores, padded by minus infinities to <see cref="Width"/>; they may be overwritten.</param>
    internal delegate void RowAction(int row, Span<double> scores);

    /// <summary>Gets the number of scores.</summary>
    internal int Scores { get; }

    /// <summary>Gets the number of features.</summary>
    internal int Features { get; }

    /// <summary>Gets the number of scores, rounded up to whole vectors.</summary>
    internal int Width { get; }

    /// <summary>Gets what is added to each score, padded by minus infinities.</summary>
    internal ReadOnlySpan<double> Constants => _padded.AsSpan(Features * Width, Width);

    /// <summary>Gets the weights of a feature, padded.</summary>
    internal ReadOnlySpan<double> Of(int feature) => _padded.AsSpan(feature * Width, Width);

    /// <summary>Computes the scores of one row. Allocates nothing.</summary>
    /// <param name="row">The features.</param>
    /// <param name="scores">Receives one number a score.</param>
    internal void Score(ReadOnlySpan<double> row, Span<double> scores)
    {
        Span<double> sums = stackalloc double[Width <= MostOnStack ? Width : 0];
        using var large = new ScratchBuffer(Width <= MostOnStack ? 0 : Width);
        sums = Width <= MostOnStack ? sums : large.Span;
        Constants.CopyTo(sums);
        fixed (double* x = row, w = _padded, s = sums)
        {
            NarrowProduct.Add(x, 0, 1, 1, Features, w, s, Width);
        }

        sums[..Scores].CopyTo(scores);
    }

    /// <summary>Computes the scores of many rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="action">Receives the scores of each row, on any thread.</param>
    internal void Score(Matrix rows, int degree, RowAction action) =>
        ParallelLoop.Blocks(rows.Rows, TileRows, (long)rows.Rows * _padded.Length < WorthThreads ? 1 : degree, (first, count) =>
        {
            using var tile = new ScratchBuffer(TileRows * Width);
            for (int i = 0; i < count; i++)
            {
                Constants.CopyTo(tile.Span[(i * Width)..]);
            }

            fixed (double* x = rows.Storage(), w = _padded)
            {
                NarrowProduct.Add(x + ((nint)first * rows.Stride), rows.Stride, 1, count, Features, w, tile.Pointer, Width);
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
    /// <param name="value">What a stored value counts; null for itself.</param>
    internal void Score(SparseMatrix rows, int degree, RowAction action, Func<double, double>? value = null) =>
        ParallelLoop.Blocks(rows.Rows, TileRows, degree, (first, count) =>
        {
            double[] sums = new double[Width];
            for (int row = first; row < first + count; row++)
            {
                Constants.CopyTo(sums);
                SparseRow own = rows.Row(row);
                for (int i = 0; i < own.Count; i++)
                {
                    VectorKernels.Axpy(value is null ? own.Values[i] : value(own.Values[i]), Of(own.Indices[i]), sums);
                }

                action(row, sums);
            }
        });

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
}
