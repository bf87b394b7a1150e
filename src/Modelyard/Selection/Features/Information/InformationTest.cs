using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection.Features;

/// <summary>Tests whether the mutual information of features and the target is more than chance, by two looks at each feature.</summary>
/// <remarks>
/// The first look is at the table of levels or ranges of both, of all rows: it has the power for weak dependences, and in many rows costs next to nothing. What wriggles within the ranges it does not see. So where it leaves
/// doubt, the estimate by neighbours is held against shuffles of a sample of the rows. The less of both p-values counts twice, for the two looks. Shuffles end early where chance is plainly enough, and a p-value stays one:
/// Besag and Clifford (1991), Sequential Monte Carlo p-values, Biometrika 78(2).
/// </remarks>
internal sealed class InformationTest
{
    private const int MostRows = 1000;
    private const int MostRanges = 10;
    private const int RowsOfCell = 8;

    // Of a table of counts the law of chi-square is trusted from so many rows expected in each cell: Cochran (1954), Biometrics 10(4).
    private const double LeastExpected = 5;

    // Where so many shuffles reach the estimate, it is chance.
    private const int EnoughReach = 10;
    private const double Clear = 0.01;

    private readonly Dataset _data;
    private readonly int _neighbors;
    private readonly FitContext _context;
    private readonly int _shuffles;
    private readonly int _ranges;
    private readonly int[] _labels;
    private readonly Dataset _sample;
    private readonly FeatureValues[] _sampleColumns;

    internal InformationTest(Dataset data, FeatureValues[] columns, int neighbors, FitContext context)
    {
        const int LeastShuffles = 499, MostShuffles = 9_999, ShufflesOfFeature = 50;
        _data = data;
        _neighbors = neighbors;
        _context = context;

        // So many that the feature that stands out alone does so after the adjustment for all of them.
        _shuffles = Math.Clamp(ShufflesOfFeature * columns.Length, LeastShuffles, MostShuffles);
        bool isNumber = data.Task == TaskKind.Regression;
        double cells = (double)data.RowCount / RowsOfCell;
        _ranges = (int)Math.Clamp(isNumber ? Math.Sqrt(cells) : cells / data.ClassCount, 2, MostRanges);
        _labels = isNumber ? FeatureValues.Ranges(data.Target.ToArray(), _ranges) : data.Labels.ToArray();
        (_sample, _sampleColumns) = Sample(data, columns, context);
    }

    /// <summary>Computes the p-value of a feature; NaN where it does not vary.</summary>
    internal (double Value, bool IsUpperBound) PValue(int feature, FeatureValues values)
    {
        FitContext own = _context.ForPart((ulong)feature);
        (double byTable, bool isBound) = OfTable(values.HasLevels ? values.Levels() : values.LevelsOrRanges(_ranges), own.Random());
        bool isTableAll = values.HasLevels && _data.Task == TaskKind.Classification;
        if (double.IsNaN(byTable) || isTableAll)
        {
            return (byTable, isBound);
        }

        if (2 * byTable <= Clear / _data.FeatureCount)
        {
            return (2 * byTable, isBound);
        }

        (double byNeighbors, bool isBoundToo) = OfNeighbors(_sampleColumns[feature], own.Random(1));
        return (Math.Min(1, 2 * Math.Min(byTable, byNeighbors)), byTable <= byNeighbors ? isBound : isBoundToo);
    }

    private static (Dataset Rows, FeatureValues[] Columns) Sample(Dataset data, FeatureValues[] columns, FitContext context)
    {
        if (data.RowCount <= MostRows)
        {
            return (data, columns);
        }

        int[] rows = context.Random().Permutation(data.RowCount)[..MostRows];
        Array.Sort(rows);
        Dataset sample = data.Rows(rows, context);
        return (sample, FeatureValues.All(sample, context));
    }

    private (double PValue, bool IsUpperBound) OfTable(int[] all, RandomStream random)
    {
        (int[] levels, int[] labels) = WithoutFewMissing(all);
        UnivariateTest limit = UnivariateTests.Independence(levels, labels);
        if (double.IsNaN(limit.PValue))
        {
            return (double.NaN, false);
        }

        int[] levelRows = Counts(levels), classRows = Counts(labels);
        if (Least(levelRows) * Least(classRows) / levels.Length >= LeastExpected)
        {
            return (limit.PValue, false);
        }

        int[] cells = new int[levelRows.Length * classRows.Length];
        return Shuffled(Statistic, () => random.Shuffle(labels));

        // Pearson's statistic grows with this sum and with nothing else.
        double Statistic()
        {
            Array.Clear(cells);
            for (int row = 0; row < levels.Length; row++)
            {
                cells[(levels[row] * classRows.Length) + labels[row]]++;
            }

            double sum = 0;
            for (int cell = 0; cell < cells.Length; cell++)
            {
                if (cells[cell] > 0)
                {
                    (int level, int label) = Math.DivRem(cell, classRows.Length);
                    sum += (double)cells[cell] * cells[cell] / ((double)levelRows[level] * classRows[label]);
                }
            }

            return sum;
        }
    }

    /// <summary>Leaves out the rows whose cell is missing, where they are too few for the law of chi-square.</summary>
    private (int[] Levels, int[] Labels) WithoutFewMissing(int[] levels)
    {
        int missing = levels.Count(level => level == 0);
        if (missing == 0 || missing * Least(Counts(_labels)) / levels.Length >= LeastExpected)
        {
            return (levels, (int[])_labels.Clone());
        }

        int[] rows = [.. Enumerable.Range(0, levels.Length).Where(row => levels[row] != 0)];
        return (Array.ConvertAll(rows, row => levels[row]), Array.ConvertAll(rows, row => _labels[row]));
    }

    private (double PValue, bool IsUpperBound) OfNeighbors(FeatureValues values, RandomStream random)
    {
        Dataset rows = _sample;
        int[] order = [.. Enumerable.Range(0, rows.RowCount)];
        return Shuffled(
            () => FeatureInformation.Of(values, rows, _neighbors),
            () =>
            {
                random.Shuffle(order);
                rows = WithTarget(_sample, order);
            });
    }

    /// <summary>Computes the share of shuffles that reach what was found, which counts as one of them.</summary>
    private (double PValue, bool IsUpperBound) Shuffled(Func<double> statistic, Action shuffle)
    {
        const double Rounding = 1e-12;
        double found = statistic();
        int reached = 0;
        for (int done = 1; done <= _shuffles; done++)
        {
            _context.Checkpoint();
            shuffle();
            reached += statistic() >= found * (1 - Rounding) ? 1 : 0;
            if (reached == EnoughReach)
            {
                return ((double)EnoughReach / done, false);
            }
        }

        return ((reached + 1.0) / (_shuffles + 1), reached == 0);
    }

    private static Dataset WithTarget(Dataset data, int[] order) => data.Task == TaskKind.Regression
        ? Dataset.ForRegression(data.Features, Array.ConvertAll(order, row => data.Target[row]), data.Schema, data.TargetName)
        : Dataset.ForClassification(data.Features, Array.ConvertAll(order, row => data.Labels[row]), data.Classes, data.Schema, data.TargetName);

    private static double Least(int[] counts) => counts.Where(count => count > 0).Min();

    private static int[] Counts(int[] codes)
    {
        int[] counts = new int[codes.Max() + 1];
        foreach (int code in codes)
        {
            counts[code]++;
        }

        return counts;
    }
}
