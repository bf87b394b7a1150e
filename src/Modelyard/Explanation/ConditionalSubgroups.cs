using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;
using Modelyard.Trees;
using Modelyard.Trees.Structure;

namespace Modelyard.Explanation;

/// <summary>Parts rows into subgroups in which the other features say much the same of some: the leaves of a tree that predicts these from those.</summary>
/// <remarks>
/// Each half of the rows is parted by the tree of the other half, so that subgroups are not fitted to the very values that are shuffled within them: a feature that has nothing to do with the others is shuffled
/// freely. Source: Molnar, König, Bischl and Casalicchio (2023), Data Mining and Knowledge Discovery 38; Strobl et al. (2008), BMC Bioinformatics 9.
/// </remarks>
internal sealed class ConditionalSubgroups
{
    private const int LeastRows = 20;
    private const int MostLevels = 32;
    private readonly Dataset _columns;

    /// <summary>Prepares the rows.</summary>
    /// <param name="data">The rows; of texts the number of words counts.</param>
    internal ConditionalSubgroups(Dataset data)
    {
        Matrix cells = TermLayout.ColumnsOf(data).ToDense().Features.Copy();
        FeatureSchema schema = TermLayout.Find(data.Schema)?.Lengths ?? data.Schema;
        foreach (int feature in Enumerable.Range(0, schema.Count).Where(feature => schema[feature].IsCategorical))
        {
            for (int row = 0; row < cells.Rows; row++)
            {
                // A level that training has not seen tells no more than a missing one.
                cells[row, feature] = cells[row, feature] < 0 ? double.NaN : cells[row, feature];
            }
        }

        _columns = Dataset.WithoutTarget(cells, schema);
    }

    /// <summary>Parts the rows for some columns.</summary>
    /// <returns>The rows of each subgroup.</returns>
    internal int[][] Part(int[] columns, FitContext context)
    {
        int rows = _columns.RowCount;
        int[] others = [.. Enumerable.Range(0, _columns.FeatureCount).Except(columns)];
        int[] order = context.Random(ulong.MaxValue - 1).Permutation(rows);
        if (others.Length == 0 || rows < 2)
        {
            return [order];
        }

        Matrix known = Select(others), wanted = Indicators(columns);
        var schema = new FeatureSchema(others.Select(feature => _columns.Schema[feature]));
        int[] first = order[..(rows / 2)], second = order[(rows / 2)..];
        return [.. Part(known, wanted, schema, first, second, context), .. Part(known, wanted, schema, second, first, context)];
    }

    /// <summary>Parts some rows by the tree of others.</summary>
    private static IEnumerable<int[]> Part(Matrix known, Matrix wanted, FeatureSchema schema, int[] rows, int[] others, FitContext context)
    {
        if (wanted.Columns == 0)
        {
            return [rows];
        }

        var data = MultiTargetDataset.ForRegression(known.SelectRows(others), wanted.SelectRows(others), [.. Enumerable.Range(0, wanted.Columns).Select(i => $"x{i}")], schema);
        Tree tree = new DecisionTreeRegressor { MinSamplesLeaf = LeastRows }.FitTargets(data, context).Trees[0];
        return rows.GroupBy(row => tree.FindLeaf(known.Row(row))).OrderBy(leaf => leaf.Key).Select(leaf => leaf.ToArray());
    }

    private Matrix Select(int[] features)
    {
        var selected = new Matrix(_columns.RowCount, features.Length);
        for (int row = 0; row < selected.Rows; row++)
        {
            ReadOnlySpan<double> cells = _columns.Features.Row(row);
            Span<double> own = selected.Row(row);
            for (int i = 0; i < features.Length; i++)
            {
                own[i] = cells[features[i]];
            }
        }

        return selected;
    }

    /// <summary>Makes columns numbers that a tree can predict at once, each of variance 1: a number and whether it is missing, a category by its most frequent levels. What does not vary is left out.</summary>
    private Matrix Indicators(int[] columns)
    {
        var targets = new List<double[]>();
        foreach (int column in columns)
        {
            double[] cells = new double[_columns.RowCount];
            _columns.Features.CopyColumnTo(column, cells);
            double[] present = Array.FindAll(cells, cell => !double.IsNaN(cell));
            targets.Add(Array.ConvertAll(cells, cell => double.IsNaN(cell) ? 1.0 : 0));
            if (_columns.Schema[column].IsCategorical)
            {
                targets.AddRange(present.CountBy(cell => cell).OrderByDescending(level => level.Value).ThenBy(level => level.Key).Take(MostLevels)
                    .Select(level => Array.ConvertAll(cells, cell => cell == level.Key ? 1.0 : 0)));
            }
            else if (present.Length > 0)
            {
                double mean = present.Average();
                targets.Add(Array.ConvertAll(cells, cell => double.IsNaN(cell) ? mean : cell));
            }
        }

        double[][] varying = [.. targets.Select(Scaled).Where(target => target.Length > 0)];
        var indicators = new Matrix(_columns.RowCount, varying.Length);
        for (int row = 0; row < indicators.Rows; row++)
        {
            for (int i = 0; i < varying.Length; i++)
            {
                indicators[row, i] = varying[i][row];
            }
        }

        return indicators;
    }

    private static double[] Scaled(double[] values)
    {
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return deviation > 0 && double.IsFinite(deviation) ? Array.ConvertAll(values, value => (value - mean) / deviation) : [];
    }
}
