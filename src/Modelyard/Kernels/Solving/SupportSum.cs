using Modelyard.Kernels.Similarity;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Solving;

/// <summary>Represents a weighted sum of similarities to support vectors, and an intercept.</summary>
/// <param name="Vectors">The support vectors.</param>
/// <param name="Rows">The training row of each; empty if it is not known.</param>
/// <param name="Coefficients">The weight of each.</param>
/// <param name="Intercept">What is added.</param>
internal sealed record SupportSum(ComparedRows Vectors, int[] Rows, double[] Coefficients, double Intercept)
{
    private const int Block = 32;

    internal double Of(ReadOnlySpan<double> row)
    {
        using var similarities = new ScratchBuffer(Coefficients.Length);
        Vectors.Compare(row, similarities.Span);
        return VectorKernels.Dot(similarities.Span, Coefficients) + Intercept;
    }

    /// <summary>Computes the sums of many rows.</summary>
    internal unsafe void Of(Matrix rows, Span<double> sums, int degree)
    {
        if (sums.Length != rows.Rows)
        {
            throw new ArgumentException($"The results hold '{sums.Length}' elements and must hold '{rows.Rows}', one for each row.", nameof(sums));
        }

        fixed (double* start = sums)
        {
            double* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                var similarities = new Matrix(count, Coefficients.Length);
                Vectors.Compare(rows, first, similarities);
                for (int i = 0; i < count; i++)
                {
                    output[first + i] = VectorKernels.Dot(similarities.Row(i), Coefficients) + Intercept;
                }
            });
        }
    }

    internal void Save(StateWriter state)
    {
        state.Write("dualCoefficients", Coefficients);
        state.Write("intercept", Intercept);
        state.Write("supportRows", Rows.AsSpan());
        Vectors.Save(state);
    }

    internal static SupportSum Load(StateReader state, FeatureSchema features)
    {
        ComparedRows vectors = ComparedRows.Load(state, features);
        double[] coefficients = state.ReadDoubles("dualCoefficients", vectors.Count);
        double intercept = state.ReadDouble("intercept");
        return KernelState.AreFinite(coefficients) && double.IsFinite(intercept)
            ? new SupportSum(vectors, KernelState.ReadRows(state, vectors.Count), coefficients, intercept)
            : throw new ModelFormatException("The numbers of a support vector machine must be finite.");
    }
}
