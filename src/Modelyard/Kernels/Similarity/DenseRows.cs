using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Similarity;

/// <summary>Represents dense rows that are compared by a formula.</summary>
internal sealed class DenseRows(Matrix rows, KernelFunction kernel) : ComparedRows(kernel)
{
    // So many elements stay in the second cache while several rows are compared with them (svc_mnist).
    private const int BlockElements = 1 << 14;

    // Fewer rows take no time to speak of, and are compared in double precision as other rows are.
    private const int LeastSingle = 1000;

    // Only fits ask for elements, which they keep in single precision anyway.
    private readonly Lazy<SingleRows> _single = new(() => new SingleRows(rows));

    /// <inheritdoc/>
    public override int Count => rows.Rows;

    /// <inheritdoc/>
    public override void Elements(int row, ReadOnlySpan<int> others, Span<float> similarities)
    {
        if (!Kernel.ComparesDistances || rows.Rows < LeastSingle)
        {
            base.Elements(row, others, similarities);
            return;
        }

        _single.Value.SquaredDistances(row, others, similarities);
        SingleKernels.ExpOfMultiples((float)-Kernel.Gamma, similarities[..others.Length]);
    }

    internal static Matrix ReadMatrix(StateReader state, FeatureSchema features)
    {
        Matrix read = state.ReadMatrix("supportVectors", -1, features.Count);
        return KernelState.AreFinite(read) ? read : throw new ModelFormatException("The numbers of a support vector machine must be finite.");
    }

    internal override Matrix ToMatrix() => rows.Copy();

    internal override void Compare(ReadOnlySpan<double> row, Span<double> similarities)
    {
        Compare(row, 0, similarities);
        Kernel.Finish(similarities);
    }

    internal override void Compare(Matrix given, int first, Matrix similarities)
    {
        int block = Math.Max(4, BlockElements / Math.Max(1, rows.Columns));
        for (int other = 0; other < rows.Rows; other += block)
        {
            int count = Math.Min(block, rows.Rows - other);
            for (int i = 0; i < similarities.Rows; i++)
            {
                Compare(given.Row(first + i), other, similarities.Row(i).Slice(other, count));
            }
        }

        for (int i = 0; i < similarities.Rows; i++)
        {
            Kernel.Finish(similarities.Row(i));
        }
    }

    internal override void CompareOwn(int row, ReadOnlySpan<int> others, Span<double> similarities)
    {
        ReadOnlySpan<double> own = rows.Row(row);
        if (Kernel.ComparesDistances)
        {
            for (int i = 0; i < others.Length; i++)
            {
                similarities[i] = VectorKernels.SquaredDistance(own, rows.Row(others[i]));
            }
        }
        else
        {
            for (int i = 0; i < others.Length; i++)
            {
                similarities[i] = VectorKernels.Dot(own, rows.Row(others[i]));
            }
        }

        Kernel.Finish(similarities[..others.Length]);
    }

    internal override ComparedRows Select(ReadOnlySpan<int> chosen) => new DenseRows(rows.SelectRows(chosen), Kernel);

    private protected override void SaveRows(StateWriter state) => state.Write("supportVectors", rows);

    private void Compare(ReadOnlySpan<double> row, int first, Span<double> values)
    {
        if (Kernel.ComparesDistances)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = VectorKernels.SquaredDistance(row, rows.Row(first + i));
            }
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = VectorKernels.Dot(row, rows.Row(first + i));
            }
        }
    }
}
