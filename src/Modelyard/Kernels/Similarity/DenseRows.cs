using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Similarity;

/// <summary>Represents dense rows that are compared by a formula.</summary>
/// <param name="rows">The rows.</param>
/// <param name="kernel">The kernel.</param>
/// <param name="mayCentre">Whether the rows may be compared with one another as if their mean were 0, which is done where that lies far from 0.</param>
internal sealed class DenseRows(Matrix rows, KernelFunction kernel, bool mayCentre = false) : ComparedRows(kernel)
{
    // So many elements stay in the second cache while several rows are compared with them (svc_mnist).
    private const int BlockElements = 1 << 14;

    // Fewer rows take no time to speak of, and are compared in double precision as other rows are.
    private const int LeastSingle = 1000;

    // Squared, how many times farther from 0 than from one another rows are that are centred.
    private const double Far = 10;

    // Only fits ask for elements, which they keep in single precision anyway.
    private readonly Lazy<SingleRows> _single = new(() => new SingleRows(rows));

    private readonly Lazy<double[]?> _means = new(() => mayCentre ? FarMeans(rows) : null);
    private readonly Lazy<Matrix> _centred = new(() => Centred(rows));

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

    internal override double Excess(ReadOnlySpan<int> chosen, ReadOnlySpan<double> factors)
    {
        if (_means.Value is not { } means)
        {
            return 0;
        }

        // Besides, there are products of the mean with other rows, which the factors take away: their sum is 0.
        double sum = 0;
        for (int i = 0; i < chosen.Length; i++)
        {
            sum += factors[i] * VectorKernels.Dot(_centred.Value.Row(chosen[i]), means);
        }

        return sum;
    }

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
        Matrix all = _means.Value is null ? rows : _centred.Value;
        ReadOnlySpan<double> own = all.Row(row);
        if (Kernel.ComparesDistances)
        {
            for (int i = 0; i < others.Length; i++)
            {
                similarities[i] = VectorKernels.SquaredDistance(own, all.Row(others[i]));
            }
        }
        else
        {
            for (int i = 0; i < others.Length; i++)
            {
                similarities[i] = VectorKernels.Dot(own, all.Row(others[i]));
            }
        }

        Kernel.Finish(similarities[..others.Length]);
    }

    internal override ComparedRows Select(ReadOnlySpan<int> chosen) => new DenseRows(rows.SelectRows(chosen), Kernel);

    private protected override void SaveRows(StateWriter state) => state.Write("supportVectors", rows);

    private static double[] Means(Matrix rows)
    {
        double[] means = new double[rows.Columns];
        for (int row = 0; row < rows.Rows; row++)
        {
            VectorKernels.Axpy(1.0 / rows.Rows, rows.Row(row), means);
        }

        return means;
    }

    private static double[]? FarMeans(Matrix rows)
    {
        double[] means = Means(rows);
        double spread = 0;
        for (int row = 0; row < rows.Rows; row++)
        {
            spread += VectorKernels.SquaredDistance(rows.Row(row), means) / rows.Rows;
        }

        double length = VectorKernels.SumOfSquares(means);
        return length > Far * spread && double.IsFinite(length) ? means : null;
    }

    private static Matrix Centred(Matrix rows)
    {
        Matrix centred = rows.Copy();
        double[] means = Means(rows);
        for (int row = 0; row < rows.Rows; row++)
        {
            VectorKernels.Axpy(-1, means, centred.Row(row));
        }

        return centred;
    }

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
