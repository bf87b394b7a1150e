using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Gives the numbers of a column the scores that as many normal numbers would have at their ranks; what lies between two of them has a score between theirs in proportion.</summary>
internal sealed class NormalScores
{
    private readonly double[] _values;
    private readonly double[] _scores;

    /// <summary>Prepares the scores of a column; what is missing or infinite is passed over.</summary>
    internal NormalScores(double[] cells)
    {
        double[] present = Array.FindAll(cells, double.IsFinite);
        Array.Sort(present);
        double[] ranks = MidRanks.Of(present);
        int[] firsts = [.. Enumerable.Range(0, present.Length).Where(i => i == 0 || present[i] > present[i - 1])];
        _values = Array.ConvertAll(firsts, first => present[first]);
        _scores = Array.ConvertAll(firsts, first => Normal.Quantile(ranks[first] / (present.Length + 1)));
    }

    /// <summary>Gets a value indicating whether there are numbers and not all are the same.</summary>
    internal bool Differ => _values.Length > 1;

    /// <summary>Computes the score of a number; of one beyond all it is theirs, and of a missing one the middle.</summary>
    internal double Of(double value)
    {
        if (!double.IsFinite(value))
        {
            return 0;
        }

        int at = Array.BinarySearch(_values, value);
        if (at >= 0)
        {
            return _scores[at];
        }

        int above = ~at;
        return above == 0 ? _scores[0]
            : above == _values.Length ? _scores[^1]
            : _scores[above - 1] + ((value - _values[above - 1]) / (_values[above] - _values[above - 1]) * (_scores[above] - _scores[above - 1]));
    }
}
