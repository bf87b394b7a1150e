using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Dependence;

/// <summary>Represents the rows on which a function is looked at, every feature stored, with weights that sum up to 1.</summary>
internal sealed class DependenceSample
{
    // 128 MB; rows with the terms of texts are wide.
    private const int MostCells = 1 << 24;

    private DependenceSample(ModelFunction function, Matrix rows, double[] weights)
    {
        Function = function;
        Rows = rows;
        Weights = weights;
    }

    internal ModelFunction Function { get; }

    internal FeatureSchema Features => Function.Features;

    internal Matrix Rows { get; }

    internal double[] Weights { get; }

    /// <summary>Draws rows.</summary>
    /// <param name="function">The function.</param>
    /// <param name="data">The rows that there are.</param>
    /// <param name="most">The greatest number of rows.</param>
    /// <param name="context">The seed.</param>
    /// <exception cref="ModelyardException">There are no rows, they have other features, or none has a weight.</exception>
    internal static DependenceSample Of(ModelFunction function, Dataset data, int most, FitContext context)
    {
        if (data.FeatureCount != function.Features.Count)
        {
            throw new ModelyardException($"The rows have '{data.FeatureCount}' features and the model reads '{function.Features.Count}'; they must be as many.");
        }

        if (data.RowCount == 0)
        {
            throw new ModelyardException("There are no rows. Give some that the model may meet, such as those it was tested on.");
        }

        most = Math.Min(most, Math.Max(1, MostCells / Math.Max(1, data.FeatureCount)));
        if (data.RowCount > most)
        {
            int[] drawn = context.Random(ulong.MaxValue).Permutation(data.RowCount)[..most];
            Array.Sort(drawn);
            data = data.Rows(drawn);
        }

        double[] weights = data.HasWeights ? data.Weights.ToArray() : [.. Enumerable.Repeat(1.0, data.RowCount)];
        double total = VectorKernels.Sum(weights);
        return total > 0
            ? new DependenceSample(function, data.ToDense().Features, Array.ConvertAll(weights, weight => weight / total))
            : throw new ModelyardException($"The weights of the '{data.RowCount}' rows that were taken are all 0; some must be greater.");
    }

    /// <summary>Gets the cells of a feature that are not missing, in ascending order; levels that training has not seen are left out.</summary>
    internal double[] Present(int column)
    {
        double[] cells = Cells(column);
        bool isCategory = Features[column].IsCategorical;
        cells = Array.FindAll(cells, cell => !double.IsNaN(cell) && !(isCategory && cell < 0));
        Array.Sort(cells);
        return cells;
    }

    /// <summary>Gets the cells of a feature, one a row.</summary>
    internal double[] Cells(int column)
    {
        double[] cells = new double[Rows.Rows];
        Rows.CopyColumnTo(column, cells);
        return cells;
    }

    /// <summary>Computes the least and the greatest of each output over some of the rows as they are, those left out that have none before a missing cell is replaced.</summary>
    internal (double Low, double High)[] Ranges()
    {
        const int Seen = 500;
        int count = Math.Min(Seen, Rows.Rows);
        var outputs = new Matrix(count, Function.Outputs.Count);
        Function.Ask(Rows.SelectRows([.. Enumerable.Range(0, count).Select(i => (int)((long)i * Rows.Rows / count))]), outputs);
        return [.. Enumerable.Range(0, outputs.Columns).Select(output =>
        {
            double[] values = new double[count];
            outputs.CopyColumnTo(output, values);
            values = [.. values.Where(double.IsFinite).DefaultIfEmpty()];
            return (values.Min(), values.Max());
        })];
    }

    /// <summary>Computes the outputs of the rows with some cells replaced, many rows at a time.</summary>
    /// <param name="columns">The features whose cells are replaced.</param>
    /// <param name="points">What they are replaced by, points x columns; all rows are seen at each point.</param>
    /// <param name="context">The number of threads, and the end if it is cancelled.</param>
    /// <param name="receive">Receives the first row, the point and the outputs, rows x outputs, on any thread; each row and point once.</param>
    internal void Evaluate(int[] columns, Matrix points, FitContext context, Action<int, int, Matrix> receive)
    {
        // A block of rows stays in the cache while it is seen at some points.
        const int BlockElements = 1 << 16, LeastRows = 64, MostRows = 2048, BlockPoints = 8;
        int block = Math.Clamp(BlockElements / Math.Max(1, Rows.Columns), LeastRows, MostRows);
        int blocks = (Rows.Rows + block - 1) / block, parts = (points.Rows + BlockPoints - 1) / BlockPoints;
        ParallelLoop.For(
            blocks * parts,
            context.Parallelism,
            task =>
            {
                int first = task / parts * block, count = Math.Min(block, Rows.Rows - first), start = task % parts * BlockPoints;
                Matrix rows = Rows.RowRange(first, count).Copy(), outputs = new(count, Function.Outputs.Count);
                for (int point = start; point < Math.Min(start + BlockPoints, points.Rows); point++)
                {
                    ReadOnlySpan<double> cells = points.Row(point);
                    for (int row = 0; row < count; row++)
                    {
                        Span<double> own = rows.Row(row);
                        for (int i = 0; i < columns.Length; i++)
                        {
                            own[columns[i]] = cells[i];
                        }
                    }

                    Function.Evaluate(rows, outputs);
                    receive(first, point, outputs);
                }
            },
            context.Cancellation);
    }

    /// <summary>Computes the outputs of rows of which each has cells of its own replaced.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The features whose cells are replaced.</param>
    /// <param name="cells">What they are replaced by, rows x columns.</param>
    /// <param name="context">The number of threads, and the end if it is cancelled.</param>
    /// <returns>The outputs, rows x outputs.</returns>
    internal Matrix Evaluate(int[] rows, int[] columns, Matrix cells, FitContext context)
    {
        const int Block = 1024;
        var outputs = new Matrix(rows.Length, Function.Outputs.Count);
        ParallelLoop.Blocks(
            rows.Length,
            Block,
            context.Parallelism,
            (first, count) =>
            {
                Matrix own = Rows.SelectRows(rows.AsSpan(first, count)), part = new(count, outputs.Columns);
                for (int row = 0; row < count; row++)
                {
                    for (int i = 0; i < columns.Length; i++)
                    {
                        own[row, columns[i]] = cells[first + row, i];
                    }
                }

                Function.Evaluate(own, part);
                for (int row = 0; row < count; row++)
                {
                    part.Row(row).CopyTo(outputs.Row(first + row));
                }
            },
            context.Cancellation);
        return outputs;
    }
}
