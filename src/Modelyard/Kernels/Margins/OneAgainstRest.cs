using Modelyard.Learning;

namespace Modelyard.Kernels.Margins;

/// <summary>Turns classes into sides: one class against the rest, or, of two classes, the second against the first; and sets rows apart for the sigmoids.</summary>
internal sealed class OneAgainstRest
{
    private readonly Dataset _data;
    private readonly double _price;
    private readonly double[] _factors;
    private readonly int _folds;
    private readonly int[] _foldOfRow;
    private readonly int[] _counts;
    private readonly double[]?[] _decisions;

    /// <summary>Initializes the sides.</summary>
    /// <param name="data">The data.</param>
    /// <param name="price">The price C of a row of weight 1.</param>
    /// <param name="classWeight">How classes are weighted.</param>
    /// <param name="folds">The number of folds for the sigmoids; 0 for none.</param>
    /// <param name="context">The seed.</param>
    public OneAgainstRest(Dataset data, double price, ClassWeight classWeight, int folds, FitContext context)
    {
        _data = data;
        _price = price;
        _folds = folds;
        ScoreCount = data.ClassCount == 2 ? 1 : data.ClassCount;
        _counts = new int[data.ClassCount];
        double[] totals = new double[data.ClassCount];
        int[] order = context.Random().Permutation(data.RowCount);
        _foldOfRow = new int[data.RowCount];
        foreach (int row in order)
        {
            int label = data.Labels[row];
            if (Weight(row) > 0)
            {
                totals[label] += Weight(row);
                _foldOfRow[row] = folds == 0 ? 0 : _counts[label] % folds;
                _counts[label]++;
            }
        }

        double total = totals.Sum();
        int present = totals.Count(sum => sum > 0);
        _factors = Array.ConvertAll(totals, sum => classWeight == ClassWeight.None || sum == 0 ? 1 : total / (present * sum));
        _decisions = new double[ScoreCount][];
        for (int score = 0; score < ScoreCount && folds > 0; score++)
        {
            _decisions[score] = new double[data.RowCount];
        }
    }

    /// <summary>Gets the number of scores: 1 for two classes, else one a class.</summary>
    public int ScoreCount { get; }

    /// <summary>Gets whether each class has rows.</summary>
    public bool[] Present => Array.ConvertAll(_counts, count => count > 0);

    /// <summary>Gets the number of folds for a sigmoid; 0 where none is wanted, or a side has a single row, so that nothing can be set apart.</summary>
    public int FoldCount(int score)
    {
        int above = _counts[Class(score)], below = _counts.Sum() - above;
        return _folds > 0 && above > 1 && below > 1 ? _folds : 0;
    }

    /// <summary>Computes the side of each row.</summary>
    public double[] Sides(int score)
    {
        double[] sides = new double[_data.RowCount];
        for (int row = 0; row < sides.Length; row++)
        {
            sides[row] = _data.Labels[row] == Class(score) ? 1 : -1;
        }

        return sides;
    }

    /// <summary>Computes the price of each row; 0 for those of a fold that is set apart.</summary>
    public double[] Prices(int score, int fold)
    {
        double[] prices = new double[_data.RowCount];
        for (int row = 0; row < prices.Length; row++)
        {
            int label = _data.Labels[row];
            double factor = ScoreCount == 1 || label == Class(score) ? _factors[label] : 1;
            prices[row] = fold >= 0 && _foldOfRow[row] == fold ? 0 : _price * Weight(row) * factor;
        }

        return prices;
    }

    /// <summary>Keeps the decisions from which the sigmoid is learned: those of the fold that was set apart, or of all rows where there are no folds.</summary>
    public void Decide(int score, int fold, Func<int, double> decide)
    {
        bool isWanted = _decisions[score] is not null && (fold >= 0 || FoldCount(score) == 0);
        for (int row = 0; row < _data.RowCount && isWanted; row++)
        {
            if (fold < 0 || _foldOfRow[row] == fold)
            {
                _decisions[score]![row] = decide(row);
            }
        }
    }

    /// <summary>Learns the sigmoid of a score, once its folds are decided.</summary>
    public PlattScaling Calibrate(int score)
    {
        if (_decisions[score] is not { } decisions)
        {
            return new PlattScaling(-1, 0);
        }

        int[] rows = [.. Enumerable.Range(0, _data.RowCount).Where(row => Weight(row) > 0)];
        return PlattScaling.Learn(
            [.. rows.Select(row => decisions[row])], [.. rows.Select(row => _data.Labels[row] == Class(score))], [.. rows.Select(Weight)]);
    }

    private int Class(int score) => ScoreCount == 1 ? 1 : score;

    private double Weight(int row) => _data.HasWeights ? _data.Weights[row] : 1;
}
