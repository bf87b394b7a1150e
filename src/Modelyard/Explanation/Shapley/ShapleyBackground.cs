using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents the rows that stand for what is not known of a row, read part by part, so that what a preparation makes of a whole table is never held at once.</summary>
internal sealed class ShapleyBackground
{
    private const int PartElements = 1 << 20;
    private readonly int _width;
    private readonly Func<int[], Matrix> _read;

    private ShapleyBackground(int count, int width, Func<int[], Matrix> read)
    {
        Count = count;
        _width = width;
        _read = read;
    }

    internal int Count { get; }

    internal static ShapleyBackground Of(Matrix rows) => new(rows.Rows, rows.Columns, places => rows.SelectRows(places));

    internal static ShapleyBackground Of(Dataset rows) => new(rows.RowCount, rows.FeatureCount, places => rows.Rows(places).ToDense().Features);

    /// <summary>Gets the rows behind the steps of a pipeline.</summary>
    internal ShapleyBackground Through(IReadOnlyList<ITransformModel> steps) =>
        new(Count, Math.Max(_width, steps[^1].Outputs.Count), places => PipelineShapleyExplainer.Transform(steps, _read(places)));

    /// <summary>Gets the rows with some of their features.</summary>
    internal ShapleyBackground Select(int[] features) => new(Count, _width, places => AverageShapleyExplainer.Select(_read(places), features));

    /// <summary>Draws rows in their order: the same ones whichever row is explained and by which seed.</summary>
    /// <param name="most">The greatest number of rows; null for all.</param>
    internal Matrix Sample(int? most)
    {
        int[] places = [.. Enumerable.Range(0, Count)];
        if (most < Count)
        {
            places = new RandomStream(0, ulong.MaxValue).Permutation(Count)[..most.Value];
            Array.Sort(places);
        }

        return _read(places);
    }

    /// <summary>Computes the mean of each feature over all rows.</summary>
    /// <param name="features">The number of features.</param>
    internal double[] Means(int features)
    {
        double[] means = new double[features], sums = new double[features];
        int part = Math.Clamp(PartElements / Math.Max(1, _width), 16, 4096);
        for (int first = 0; first < Count; first += part)
        {
            Matrix rows = _read([.. Enumerable.Range(first, Math.Min(part, Count - first))]);
            RowCheck.Features(rows, features);
            Array.Clear(sums);
            for (int row = 0; row < rows.Rows; row++)
            {
                VectorKernels.Axpy(1, rows.Row(row), sums);
            }

            VectorKernels.Axpy(1.0 / Count, sums, means);
        }

        return means;
    }
}
