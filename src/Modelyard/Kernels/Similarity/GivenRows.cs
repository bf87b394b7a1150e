using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Similarity;

/// <summary>Represents rows whose similarities are given: the columns of a precomputed kernel.</summary>
internal sealed class GivenRows : ComparedRows
{
    private const double Asymmetry = 1e-6;

    private readonly Matrix? _similarities;
    private readonly int[] _columns;

    /// <summary>Initializes rows.</summary>
    /// <param name="similarities">How alike all rows are to one another; null where they are only compared with others.</param>
    /// <param name="columns">The column of each row.</param>
    /// <param name="kernel">The kernel.</param>
    internal GivenRows(Matrix? similarities, int[] columns, KernelFunction kernel)
        : base(kernel)
    {
        _similarities = similarities;
        _columns = columns;
    }

    /// <inheritdoc/>
    public override int Count => _columns.Length;

    internal static void Check(Dataset data)
    {
        if (data.IsSparse)
        {
            throw new ModelyardException("A precomputed kernel is dense and the features are sparse. Call 'ToDense' on the data.");
        }

        if (data.FeatureCount != data.RowCount)
        {
            throw new ModelyardException(
                $"A precomputed kernel has a column for each row and the data has '{data.RowCount}' rows and '{data.FeatureCount}' columns. Give the similarity of each row to each.");
        }

        Matrix kernel = data.Features;
        for (int i = 0; i < kernel.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (Math.Abs(kernel[i, j] - kernel[j, i]) > Asymmetry * (Math.Abs(kernel[i, j]) + Math.Abs(kernel[j, i])))
                {
                    throw new ModelyardException(
                        $"A precomputed kernel is symmetric and this one has '{kernel[i, j]}' in row '{i}' and column '{j}' and '{kernel[j, i]}' in row '{j}' and column '{i}'.");
                }
            }
        }
    }

    internal static GivenRows Load(StateReader state, FeatureSchema features, KernelFunction kernel)
    {
        int[] columns = state.ReadInts("supportColumns");
        return Array.TrueForAll(columns, column => column >= 0 && column < features.Count)
            ? new GivenRows(null, columns, kernel)
            : throw new ModelFormatException($"The value 'supportColumns' of the model must hold numbers of its '{features.Count}' columns.");
    }

    internal override Matrix ToMatrix() => new(Count, 0);

    internal override void Compare(ReadOnlySpan<double> row, Span<double> similarities)
    {
        for (int i = 0; i < similarities.Length; i++)
        {
            similarities[i] = row[_columns[i]];
        }
    }

    internal override void CompareOwn(int row, ReadOnlySpan<int> others, Span<double> similarities)
    {
        ReadOnlySpan<double> own = _similarities!.Row(_columns[row]);
        for (int i = 0; i < others.Length; i++)
        {
            similarities[i] = own[_columns[others[i]]];
        }
    }

    internal override ComparedRows Select(ReadOnlySpan<int> chosen)
    {
        int[] columns = new int[chosen.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = _columns[chosen[i]];
        }

        return new GivenRows(null, columns, Kernel);
    }

    private protected override void SaveRows(StateWriter state) => state.Write("supportColumns", _columns.AsSpan());
}
