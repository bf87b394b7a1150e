using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents the mean error of a window's rows: what is expected, and replicates that show how unsure that is.</summary>
/// <remarks>
/// Rows are grouped by what is predicted of them, and each group is corrected by how far its rows of the reference are off, held near the correction of all by some rows' worth. Errors about what is predicted are drawn within a group, as
/// a multiple of it: none is below 0, and great ones scatter more.
/// </remarks>
internal sealed class WindowLoss
{
    private const int MostGroups = 10, RowsPerGroup = 50;
    private const double ShrinkingRows = 10;

    private readonly Overlap _overlap;
    private readonly double[] _edges;
    private readonly int[] _groups;
    private readonly double[][] _predicted;
    private readonly int[][] _windowGroups;
    private readonly int[][] _rows;
    private readonly double[][] _cumulated;
    private readonly double[] _corrections, _means;

    /// <summary>Initializes what the errors of a window are estimated by.</summary>
    /// <param name="learned">What was learned of the errors.</param>
    /// <param name="overlap">How much each row of the reference weighs for the window.</param>
    /// <param name="features">The features of the window.</param>
    /// <param name="degree">The greatest number of threads.</param>
    internal WindowLoss(LearnedLoss learned, Overlap overlap, Matrix features, int degree)
    {
        Learned = learned;
        _overlap = overlap;
        double[] sorted = [.. learned.Predicted.Order()];
        int groups = Math.Clamp(sorted.Length / RowsPerGroup, 1, MostGroups);
        _edges = [.. Enumerable.Range(1, groups - 1).Select(i => SortedQuantile.Of(sorted, (double)i / groups)).Distinct()];
        _groups = Array.ConvertAll(learned.Predicted, Group);
        _predicted = learned.Predict(features, degree);
        _windowGroups = Array.ConvertAll(_predicted, rows => Array.ConvertAll(rows, Group));
        _corrections = Correct(overlap.Weights, out _means);
        _rows = [.. Enumerable.Range(0, _edges.Length + 1).Select(group => Enumerable.Range(0, _groups.Length).Where(row => _groups[row] == group && overlap.Weights[row] > 0).ToArray())];
        _cumulated = Array.ConvertAll(_rows, Cumulate);
    }

    internal LearnedLoss Learned { get; }

    /// <summary>Computes the mean error that is expected.</summary>
    internal double Expected() => _predicted.Select((rows, fold) => rows.Select((one, row) => one * _corrections[_windowGroups[fold][row]]).Average()).Average();

    /// <summary>Computes the mean error as it might as well turn out.</summary>
    internal double Replicate(int number, RandomStream random)
    {
        double[] corrections = Correct(Overlap.Draw(_overlap.Alternatives[number % _overlap.Alternatives.Length], ref random), out _), predicted = _predicted[number % _predicted.Length];
        int[] groups = _windowGroups[number % _predicted.Length];
        double sum = 0;
        for (int row = 0; row < predicted.Length; row++)
        {
            int group = groups[row];
            sum += predicted[row] * corrections[group] * Scatter(group, ref random);
        }

        return sum / predicted.Length;
    }

    /// <summary>Draws how many times what is expected an error is: 1 in the mean.</summary>
    private double Scatter(int group, ref RandomStream random)
    {
        int[] rows = _rows[group];
        if (rows.Length == 0 || !(_means[group] > 0))
        {
            return 1;
        }

        double[] cumulated = _cumulated[group];
        int at = Array.BinarySearch(cumulated, random.NextDouble() * cumulated[^1]);
        int row = rows[Math.Min(rows.Length - 1, at < 0 ? ~at : at + 1)];
        return Learned.Actual[row] / (Learned.Predicted[row] * _means[group]);
    }

    /// <summary>Adds up the weights by which rows of a group are drawn: such that the mean of what is drawn is that of the group.</summary>
    private double[] Cumulate(int[] rows)
    {
        double sum = 0;
        return Array.ConvertAll(rows, row => sum += _overlap.Weights[row] * Learned.Predicted[row]);
    }

    /// <summary>Computes by what factor the errors of each group exceed what is predicted of them, held near the factor of all, and as it is.</summary>
    private double[] Correct(double[] weights, out double[] means)
    {
        double[] actual = new double[_edges.Length + 1], predicted = new double[_edges.Length + 1];
        double total = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            actual[_groups[row]] += weights[row] * Learned.Actual[row];
            predicted[_groups[row]] += weights[row] * Learned.Predicted[row];
            total += weights[row];
        }

        double expected = predicted.Sum(), all = expected > 0 ? actual.Sum() / expected : 1, held = total > 0 ? ShrinkingRows * expected / total : 0;
        means = [.. actual.Select((one, group) => predicted[group] > 0 ? one / predicted[group] : 0)];
        return [.. actual.Select((one, group) => predicted[group] + held > 0 ? (one + (held * all)) / (predicted[group] + held) : 1)];
    }

    private int Group(double predicted)
    {
        int at = Array.BinarySearch(_edges, predicted);
        return at < 0 ? ~at : at + 1;
    }
}
